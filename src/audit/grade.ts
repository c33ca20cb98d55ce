import type { Check } from '../report/types.ts';
import { count, formatBytes } from '../report/words.ts';
import type { Grade, Savings, SeverityCounts } from './types.ts';

/** Points that a failed check takes; the others take one each. docs/audit.md has the table. */
const CHECKS: Record<string, number> = {
  'no-secrets': 25,
  'runs-as-non-root': 15,
  'no-shell': 8,
  'no-package-manager': 8,
  'no-compiler': 8,
  'no-debug-tools': 6,
  'no-setuid': 5,
  'no-world-writable': 5,
  'no-devices': 5,
  'entrypoint-exists': 5,
  'app-read-only': 3,
  'exec-form': 2,
};
const OTHER_CHECK = 1;
/** The most that the share of unnecessary bytes takes. */
const WASTE = 25;
/** Points for each finding of a severity, and the most that all of them take. */
const FINDINGS: [severity: keyof SeverityCounts, each: number, most: number][] = [
  ['critical', 5, 20],
  ['high', 2, 10],
];
const LETTERS: [least: number, letter: Grade['letter']][] = [
  [90, 'A'],
  [80, 'B'],
  [65, 'C'],
  [50, 'D'],
  [35, 'E'],
];

/** From 100 points down to 0, by what fails and by what is there without need. */
export function gradeOf(
  checks: readonly Pick<Check, 'id' | 'pass'>[],
  savings: Savings,
  findings: SeverityCounts = {},
): Grade {
  const share = savings.of > 0 ? savings.bytes / savings.of : 0;
  const lost: Grade['lost'] = [
    ...checks
      .filter(({ pass }) => !pass)
      .map(({ id }) => ({ points: CHECKS[id] ?? OTHER_CHECK, why: `the check ${id} fails` })),
    {
      points: Math.round(share * WASTE),
      why: `${formatBytes(savings.bytes)} of ${formatBytes(savings.of)} are unnecessary`,
    },
    ...FINDINGS.map(([severity, each, most]) => ({
      points: Math.min(most, each * (findings[severity] ?? 0)),
      why: count(findings[severity] ?? 0, `${severity} finding`),
    })),
  ].filter(({ points }) => points > 0);
  lost.sort((a, b) => b.points - a.points || (a.why < b.why ? -1 : 1));
  const points = Math.max(0, 100 - lost.reduce((sum, one) => sum + one.points, 0));
  return { letter: LETTERS.find(([least]) => points >= least)?.[1] ?? 'F', points, lost };
}
