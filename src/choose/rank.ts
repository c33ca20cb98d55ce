import { count, formatBytes } from '../report/words.ts';
import type { Candidate, FindingCounts } from './types.ts';

/**
 * The candidates with their rank, best first, then those that were refused and those that were
 * skipped. What the policy lets pass comes first, then the fewest findings by severity, failed
 * rules, packages and bytes. Ties are in the order of the names, so that equal runs rank alike.
 */
export function rank(candidates: readonly Candidate[]): Candidate[] {
  const ranked = candidates
    .filter(({ status }) => status === 'ranked')
    .toSorted((a, b) => compare(keyOf(a), keyOf(b)) || (a.base < b.base ? -1 : 1));
  const [first] = ranked;
  const others = candidates
    .filter(({ status }) => status !== 'ranked')
    .toSorted((a, b) => (a.status === b.status ? 0 : a.status === 'refused' ? -1 : 1));
  return [
    ...ranked.map((one, index) => ({ ...one, rank: index + 1, reason: reasonOf(one, first) })),
    ...others,
  ];
}

function keyOf({ verdict, findings, packages = 0, size }: Candidate): number[] {
  const counts = findings ?? NONE;
  return [
    verdict?.pass ? 0 : 1,
    verdict?.violations.length ?? 0,
    ...SEVERITIES.map((severity) => counts[severity]),
    verdict?.warnings.length ?? 0,
    packages,
    size?.uncompressed ?? 0,
  ];
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
const NONE: FindingCounts = {
  total: 0,
  fixable: 0,
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  unknown: 0,
};

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What decided: the first thing in which it is behind the winner. */
function reasonOf(one: Candidate, first: Candidate | undefined): string {
  const { verdict, findings = NONE, packages = 0, size } = one;
  if (one === first || !first) {
    const judged = verdict?.pass ? 'passes the policy' : 'comes nearest to the policy';
    return `${judged} with the fewest findings, then packages, then bytes`;
  }
  if (first.verdict?.pass && !verdict?.pass) {
    return verdict?.violations.map(({ rule }) => rule).join(', ') || 'does not pass the policy';
  }
  const broken = (verdict?.violations.length ?? 0) - (first.verdict?.violations.length ?? 0);
  if (broken > 0) return count(broken, 'more broken rule');
  const best = first.findings ?? NONE;
  const worse = SEVERITIES.find((severity) => findings[severity] > best[severity]);
  if (worse) return count(findings[worse] - best[worse], `more ${worse} finding`);
  const warnings = (verdict?.warnings.length ?? 0) - (first.verdict?.warnings.length ?? 0);
  if (warnings > 0) return `${count(warnings, 'more warning')}`;
  const more = packages - (first.packages ?? 0);
  if (more > 0) return `${count(more, 'more package')} to look after`;
  const bytes = (size?.uncompressed ?? 0) - (first.size?.uncompressed ?? 0);
  return bytes > 0 ? `${formatBytes(bytes)} larger` : 'as good, by name';
}
