import type { Severity } from '../../plan/types.ts';

/** GitHub's bounds: from which score on a rule is shown with the word. */
const BANDS: Record<Severity, { from: number; to: number; middle: number }> = {
  critical: { from: 9, to: 10, middle: 9.5 },
  high: { from: 7, to: 8.9, middle: 8 },
  medium: { from: 4, to: 6.9, middle: 5.5 },
  low: { from: 0.1, to: 3.9, middle: 2 },
  unknown: { from: 0, to: 0, middle: 0 },
};

/**
 * The score that a rule is shown with: its CVSS, where that says the same word as the scanner's
 * severity. A distribution may call harmless what scores high, and then the distribution is right.
 */
export function securitySeverity(severity: Severity, cvss: number | undefined): string {
  const { from, to, middle } = BANDS[severity];
  return (cvss !== undefined && cvss >= from && cvss <= to ? cvss : middle).toFixed(1);
}
