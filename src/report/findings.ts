import type { Severity } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import type { Paint, Style } from './paint.ts';
import { SEVERITIES, severityWords } from './severity.ts';
import { keyOf } from './standing.ts';
import type { RunReport } from './types.ts';
import { visible } from './visible.ts';
import { count, wrap } from './words.ts';

const STYLE: Record<Severity, Style> = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'dim',
  unknown: 'dim',
};

// Enough for the kind of the layer; the whole path is in the JSON report.
const NARROWEST_WHERE = 18;

const SHORTEST_PATH = 16;

const HEAD = ['SEVERITY', 'ID', 'PACKAGE', 'VERSION', 'FIXED IN', 'WHERE'];

/** `0 findings`, or `3 findings (1 high, 2 unknown)`. */
export function summaryOf(findings: readonly Finding[]): string {
  const parts = severityWords(findings.map(({ severity }) => severity));
  const all = count(findings.length, 'finding');
  return parts === '' ? all : `${all} (${parts})`;
}

/** A table where it fits the width, else a few lines for each finding. Worst first. */
export function findingLines(report: RunReport, width: number, paint: Paint): string[] {
  const { ignored: entries, suppressed = [] } = report.verdict;
  const ignored = new Set([...entries, ...suppressed].map(({ finding }) => keyOf(finding)));
  const sorted = SEVERITIES.flatMap((severity) =>
    report.findings.filter((f) => f.severity === severity && !ignored.has(keyOf(f))),
  );
  if (sorted.length === 0) return [];
  const rows = alike(sorted).map((group) => ({
    severity: group[0].severity,
    cells: cellsOf(group, report),
  }));
  const widths = widthsOf(rows.map(({ cells }) => cells));
  const left = width - widths.slice(0, -1).reduce((sum, w) => sum + w + 2, 0);
  if (left < NARROWEST_WHERE) {
    return rows.flatMap(({ severity, cells }) => stacked(severity, cells, width, paint));
  }
  const line = (cells: string[]) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0));
  return [
    paint('dim', line(HEAD).join('  ').trimEnd()),
    ...rows.map(({ severity, cells }) => {
      const where = shortened(cells.at(-1) ?? '', left);
      const [first = '', ...rest] = line([...cells.slice(0, -1), where]);
      return [paint(STYLE[severity], first), ...rest].join('  ').trimEnd();
    }),
  ];
}

/** What one package has in several files, as programs of one toolchain, is said once. */
function alike(findings: readonly Finding[]): [Finding, ...Finding[]][] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const one of findings) {
    const { id, severity, package: name, version, fixedVersion, layer } = one;
    const key = JSON.stringify([id, severity, name, version, fixedVersion, layer]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

function widthsOf(rows: string[][]): number[] {
  return HEAD.map((head, i) =>
    Math.max(head.length, ...rows.map((cells) => cells[i]?.length ?? 0)),
  );
}

/** Keeps the layer and, where there is room, the end of the path: these tell most. */
function shortened(where: string, width: number): string {
  if (where.length <= width) return where;
  const more = / and \d+ more$/.exec(where)?.[0];
  if (more) return `${shortened(where.slice(0, -more.length), width - more.length)}${more}`;
  const layer = /^\w+ layer(?=, )/.exec(where)?.[0];
  if (!layer) return `…${where.slice(1 - width)}`;
  const tail = width - layer.length - ', …'.length;
  return tail < SHORTEST_PATH ? layer : `${layer}, …${where.slice(-tail)}`;
}

function stacked(severity: Severity, cells: string[], width: number, paint: Paint): string[] {
  const [, id, name, version, fixed, where] = cells;
  const fix = fixed === 'no fix' ? 'no fix yet' : `fixed in ${fixed}`;
  const indent = 10;
  const [first = '', ...rest] = [
    ...wrap(`${id} in ${name} ${version}, ${fix}`, width - indent),
    ...wrap(`${where}`, width - indent),
  ];
  const head = paint(STYLE[severity], severity.padEnd(indent));
  return [`${head}${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
}

function cellsOf([f, ...others]: [Finding, ...Finding[]], report: RunReport): string[] {
  const layer = report.image.layers.find((l) => l.diffId === f.layer);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const where = [layer && `${layer.kind} layer`, f.path && `${f.path}${more}`]
    .filter(Boolean)
    .join(', ');
  return [
    f.severity,
    f.id,
    f.package,
    f.version,
    f.fixedVersion ?? 'no fix',
    where || 'unknown',
  ].map(visible);
}
