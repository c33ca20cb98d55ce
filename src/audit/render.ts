import { columnsOf } from '../diagnostics/visible.ts';
import type { Paint } from '../report/paint.ts';
import { visible } from '../report/visible.ts';
import { count, formatBytes, shortDigest, wrap } from '../report/words.ts';
import type { AuditLayer, AuditPackage, AuditReport, SeverityCounts, Verdict } from './types.ts';

interface Style {
  /** Columns. */
  width: number;
  paint: Paint;
}

const HEAD = 10;
const INDENT = 4;
/** Evidence of a check may be a long list; the document of `--json` has all of it. */
const MAX_EVIDENCE = 200;

/** The audit for people: no line is wider than the terminal, and no text of the image acts on it. */
export function renderAudit(report: AuditReport, style: Style): string {
  const { image, gaps, starts, spec } = report;
  const { base } = image;
  const lines = [
    ...row('image', image.name, style),
    ...row('digest', `${shortDigest(image.digest)}, ${image.platform}`, style),
    ...row(
      'size',
      `${formatBytes(image.size.uncompressed)} (${formatBytes(image.size.compressed)} compressed)`,
      style,
    ),
    ...row('base', base ? `${base.name} (${base.how})` : 'nothing says what it is', style),
    ...row('starts', starts.length > 0 ? JSON.stringify(starts) : 'nothing', style),
    ...gradeLines(report, style),
    ...savingLines(report, style),
    ...title('layers', style),
    ...report.layers.flatMap((layer) => layerLines(layer, style)),
    ...VERDICTS.flatMap((verdict) => packageLines(report, verdict, style)),
    ...title('failed checks', style),
    ...checkLines(report, style),
    ...(gaps.length > 0 ? title('not looked at', style) : []),
    ...gaps.flatMap((gap) => item('-', gap, style)),
    ...(spec ? title('proposed hardening.yaml', style) : []),
    ...(spec?.notes ?? []).flatMap((note) => item('-', note, style)),
  ];
  return `${lines.join('\n')}\n`;
}

const VERDICTS: readonly Verdict[] = ['unnecessary', 'unknown', 'needed'];

function gradeLines({ grade, scanned }: AuditReport, style: Style): string[] {
  const without = scanned ? '' : ', without findings: nothing was scanned';
  return [
    ...row('grade', `${grade.letter}, ${grade.points} of 100 points${without}`, style),
    ...grade.lost.flatMap(({ points, why }) => row('', `-${points}  ${why}`, style)),
  ];
}

function savingLines({ savings }: AuditReport, style: Style): string[] {
  const { packages, bytes, of, findings } = savings;
  const text = [
    count(packages, 'unnecessary package'),
    `${formatBytes(bytes)} of ${formatBytes(of)}`,
    ...(findings ? [severities(findings) || 'no findings'] : []),
  ];
  return row('to save', text.join(', '), style);
}

function layerLines(layer: AuditLayer, style: Style): string[] {
  const size = formatBytes(layer.uncompressed).padStart(9);
  const by = layer.createdBy.replace(/^\/bin\/sh -c (?:#\(nop\) +)?/, '') || 'no line of history';
  const text = `${size}  ${layer.base ? 'base  ' : ''}${cut(by, MAX_EVIDENCE)}`;
  return item('', text, style, size.length + 2);
}

function packageLines(report: AuditReport, verdict: Verdict, style: Style): string[] {
  const all = report.packages.filter((one) => one.verdict === verdict);
  if (all.length === 0) return [];
  return [
    ...title(`${verdict}: ${count(all.length, 'package')}`, style),
    ...all.flatMap((one) => [
      ...item('', headOf(one), style).map((line) => style.paint('bold', line)),
      ...item('', `  ${one.why}`, style, 2),
    ]),
  ];
}

function headOf({ name, version, type, size, license, findings = [] }: AuditPackage): string {
  return [
    `${name} ${version}`.trim(),
    type,
    ...(size > 0 ? [formatBytes(size)] : []),
    ...(license ? [cut(license, 60)] : []),
    ...(findings.length > 0 ? [count(findings.length, 'finding')] : []),
  ].join('  ');
}

function checkLines({ checks }: AuditReport, style: Style): string[] {
  const failed = checks.filter(({ pass }) => !pass);
  if (failed.length === 0) return item('', 'none', style);
  return failed.flatMap(({ id, evidence }) =>
    item('-', `${id}: ${cut(evidence, MAX_EVIDENCE)}`, style),
  );
}

function severities(counts: SeverityCounts): string {
  return Object.entries(counts)
    .map(([severity, number]) => `${number} ${severity}`)
    .join(', ');
}

function title(text: string, { paint }: Style): string[] {
  return ['', paint('bold', text)];
}

function row(name: string, text: string, style: Style): string[] {
  return block(name.padEnd(HEAD), text, style, HEAD);
}

function item(mark: string, text: string, style: Style, hang = 0): string[] {
  return block(mark.padStart(2).padEnd(INDENT), text, style, INDENT + hang);
}

/** A text after a mark; lines that it takes in a narrow terminal begin at `hang` columns. */
function block(mark: string, text: string, { width }: Style, hang: number): string[] {
  const clean = visible(text);
  const lead = /^ */.exec(clean)?.[0] ?? '';
  // Wide letters take two columns: room for the widest is room for all.
  const wide = columnsOf(clean) - [...clean].length;
  const columns = width - hang - COMMAND_ROOM;
  const room = Math.max(columns - (wide > 0 ? Math.ceil(columns / 2) : 0), 20);
  return wrap(clean.trim(), room).map((line, index) => {
    const text = line.replace(COMMAND, '\\u{3a}:').replace(OLD_COMMAND, '\\u{23}#[');
    return (index === 0 ? `${mark}${lead}${text}` : `${' '.repeat(hang)}${text}`).trimEnd();
  });
}

/** What the runners of workflows take as a command, wherever a line begins with it. */
const COMMAND = /^::/;
const OLD_COMMAND = /^##\[/;
const COMMAND_ROOM = '\\u{3a}'.length - 1;

function cut(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
