import type { RunReport } from '../types.ts';
import { row, type Section, table } from './section.ts';

/** Where the scanners say different things. */
export function disagreements({ disagreements = [] }: RunReport): Section | undefined {
  if (disagreements.length === 0) return undefined;
  const rows = disagreements.map(({ id, package: name, version, about, says, cause }) => {
    const said = Object.entries(says).map(([scanner, word]) => `${scanner}: ${word}`);
    return row([id, `${name} ${version}`, ABOUT[about], said.join('; '), cause]);
  });
  const heads = ['Vulnerability', 'Package', 'About', 'They say', 'Likely cause'];
  return {
    id: 'disagreements',
    title: 'Where the scanners disagree',
    note: String(rows.length),
    body: table('Where the scanners disagree', heads, rows),
  };
}

const ABOUT = {
  finding: 'whether it is there',
  fixedVersion: 'the fixed version',
  severity: 'the severity',
} as const;

/** What was taken out of the count, and by whose word. */
export function ignored({ verdict }: RunReport): Section | undefined {
  const rows = [
    ...verdict.ignored.map(({ finding, ignore: { reason, until, owner } }) =>
      row([
        finding.id,
        `${finding.package} ${finding.version}`,
        reason,
        `${owner}, until ${until}`,
      ]),
    ),
    ...(verdict.suppressed ?? []).map(({ finding, vex }) =>
      row([
        finding.id,
        `${finding.package} ${finding.version}`,
        [vex.status, vex.justification].filter(Boolean).join(': '),
        `${vex.author}, ${vex.file}`,
      ]),
    ),
  ];
  if (rows.length === 0) return undefined;
  return {
    id: 'ignored',
    title: 'Ignored',
    note: String(rows.length),
    body: table('Ignored findings', ['Vulnerability', 'Package', 'Reason', 'By'], rows),
  };
}
