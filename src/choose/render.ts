import { count, formatBytes, wrap } from '../report/words.ts';
import type { Candidate, ChooseReport } from './types.ts';

/** The tournament for people: a line for each base, with the reason below it. */
export function renderChoice(report: ChooseReport, width: number): string {
  const lines = report.candidates.flatMap((one) => rows(one, width));
  const date = report.database?.updatedAt.slice(0, 10);
  const scanned = date
    ? `all scanned with the database of ${date}`
    : 'nothing was built or scanned';
  const end = report.winner
    ? [
        `winner    base: ${report.winner}`,
        ...indented('', 'harden choose --write puts it into the spec and the lock', width, 10),
      ]
    : ['no base can be used; see the reasons above'];
  return [
    ...wrap(`${report.spec}, ${report.platform}, ${scanned}`, width),
    '',
    ...lines,
    '',
    ...end,
    '',
  ].join('\n');
}

const NAME = 31;
const INDENT = 4;

function rows(one: Candidate, width: number): string[] {
  const mark = one.rank ? `${one.rank}.` : '-';
  const head = `${one.base.padEnd(NAME)} ${facts(one)}`;
  return [...indented(mark, head, width), ...indented('', one.reason, width)];
}

/** A text beside a mark; the lines it takes in a narrow terminal stay to the right of it. */
function indented(mark: string, text: string, width: number, indent = INDENT): string[] {
  return wrap(text, width - indent).map((line, index) =>
    `${(index === 0 ? mark : '').padEnd(indent)}${line}`.trimEnd(),
  );
}

function facts({ status, size, packages = 0, findings, smoke }: Candidate): string {
  if (status !== 'ranked' || !size || !findings) return status;
  const ran = smoke?.every(({ pass }) => pass) ? 'runs' : 'does not run';
  return [
    formatBytes(size.uncompressed).padStart(9),
    count(packages, 'package').padStart(12),
    count(findings.total, 'finding') + (findings.total > 0 ? `, ${findings.fixable} fixable` : ''),
    ran,
  ].join('  ');
}
