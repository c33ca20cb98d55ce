import type { Policy } from '../plan/types.ts';

/** What a policy allows before the spec says otherwise. */
export interface PolicyPreset {
  /** The most findings allowed, by severity. */
  vulnerabilities: Policy['vulnerabilities'];
  unfixed: 'count' | 'ignore';
  /** Whether a finding that is known to be exploited fails, with a fix or not. */
  kev: boolean;
  /** What a failed check, or an ignore that has expired, leads to. */
  failures: 'violation' | 'warning';
  /** What it leads to that no engine at hand could run the image. */
  notRun: 'violation' | 'warning';
}

export const POLICY_PRESETS: Record<Policy['preset'], PolicyPreset> = {
  strict: {
    vulnerabilities: { critical: 0, high: 0, medium: 0 },
    unfixed: 'count',
    kev: true,
    failures: 'violation',
    notRun: 'violation',
  },
  balanced: {
    vulnerabilities: { critical: 0, high: 0 },
    unfixed: 'ignore',
    kev: true,
    failures: 'violation',
    notRun: 'warning',
  },
  audit: {
    vulnerabilities: {},
    unfixed: 'count',
    kev: false,
    failures: 'warning',
    notRun: 'warning',
  },
};
