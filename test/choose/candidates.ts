import type { Candidate, FindingCounts } from '../../src/choose/types.ts';

type Judged = NonNullable<Candidate['verdict']>;

/** A base on which the app runs and passes, unless told otherwise. */
export function tried(base: string, rest: Partial<Candidate> = {}): Candidate {
  return {
    base,
    status: 'ranked',
    reason: '',
    size: { compressed: 8e6, uncompressed: 21.3e6 },
    packages: 11,
    findings: counts(),
    smoke: [{ name: 'starts', pass: true, evidence: 'listens', milliseconds: 310 }],
    verdict: verdict(),
    ...rest,
  };
}

export function refused(base: string, reason: string): Candidate {
  return { base, status: 'refused', reason };
}

export function counts(some: Partial<FindingCounts> = {}): FindingCounts {
  const { critical = 0, high = 0, medium = 0, low = 0, unknown = 0, fixable = 0 } = some;
  const total = critical + high + medium + low + unknown;
  return { total, fixable, critical, high, medium, low, unknown };
}

/** What the policy says when these rules are broken. */
export function verdict(...rules: string[]): Judged {
  const violations = rules.map((rule) => ({ rule, message: rule, findings: [] }));
  return { pass: rules.length === 0, violations, warnings: [] };
}
