import { formatBytes, wrap } from '../report/words.ts';
import type { Candidate, ChooseReport } from './types.ts';

/** The tournament for people: a line for each base, with the reason below it. */
export function renderChoice(report: ChooseReport, width: number): string {
  const lines = report.candidates.flatMap((one) => rows(one, width));
  const date = report.database.updatedAt.slice(0, 10);
  const end = report.winner
    ? [
        `winner    base: ${report.winner}`,
        '          harden choose --write puts it into the spec and the lock',
      ]
    : ['no base can be used; see the reasons above'];
  return [
    `${report.spec}, ${report.platform}, all scanned with the database of ${date}`,
    '',
    ...lines,
    '',
    ...end,
    '',
  ].join('\n');
}

const NAME = 31;

function rows(one: Candidate, width: number): string[] {
  const mark = one.rank ? `${one.rank}.`.padEnd(4) : '-   ';
  const head = `${mark}${one.base.padEnd(NAME)} ${facts(one)}`.trimEnd();
  return [...wrap(head, width), ...wrap(one.reason, width - 4).map((line) => `    ${line}`)];
}

function facts({ status, size, packages, findings, smoke }: Candidate): string {
  if (status !== 'ranked' || !size || !findings) return status;
  const ran = smoke?.every(({ pass }) => pass) ? 'runs' : 'does not run';
  return [
    formatBytes(size.uncompressed).padStart(9),
    `${packages} packages`.padStart(12),
    findings.total === 0 ? '0 findings' : `${findings.total} findings, ${findings.fixable} fixable`,
    ran,
  ].join('  ');
}
