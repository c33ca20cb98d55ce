import type { Span } from '../diagnostics/diagnostic.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'unknown';

export interface Policy {
  preset: 'strict' | 'balanced' | 'audit';
  /** The most findings allowed, by severity; a severity without a number has no limit. */
  vulnerabilities: Partial<Record<Severity, number>>;
  /** `ignore` leaves findings without a fix out of the count; absent: as the preset says. */
  unfixed?: 'count' | 'ignore';
  /** Whether a finding that is known to be exploited fails; absent: as the preset says. */
  kev?: boolean;
  /** Scores from which on a finding fails: a probability of 0 to 1, and 0 to 10. */
  epss?: number;
  cvss?: number;
  /** Days from a fix to the day its finding counts, by severity. */
  grace?: Partial<Record<Severity, number>>;
  ignore: Ignore[];
  /** The most bytes the uncompressed image may have. */
  size?: number;
  /** The most packages the image may have. */
  packages?: number;
}

/** An accepted finding. `until` is a date (YYYY-MM-DD), the last day it holds. */
export interface Ignore {
  id: string;
  package?: string;
  until: string;
  reason: string;
  owner: string;
  origin: Span;
}
