import type { Policy, Severity } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import type { PolicyPreset } from './presets.ts';
import type { Judgement, Violation } from './types.ts';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/**
 * Counts findings against the limit of their severity: the spec's, else the preset's. Those that
 * are not counted, for want of a fix or of a limit, are named in a warning.
 */
export function judgeFindings(
  policy: Policy,
  preset: PolicyPreset,
  findings: readonly Finding[],
): Judgement {
  const limits = limitsOf(policy, preset);
  const unfixed = policy.unfixed ?? preset.unfixed;
  const violations: Violation[] = [];
  const waiting: string[] = [];
  const unlimited: string[] = [];
  for (const severity of SEVERITIES) {
    const all = findings.filter((f) => f.severity === severity);
    const limit = limits[severity];
    if (limit === undefined) {
      if (all.length > 0) unlimited.push(`${all.length} ${severity}`);
      continue;
    }
    const counted = withFix(policy, preset, all);
    if (counted.length < all.length) waiting.push(`${all.length - counted.length} ${severity}`);
    if (counted.length > limit) violations.push(violationOf(severity, counted, limit, unfixed));
  }
  return { violations, warnings: warningsOf(waiting, unlimited) };
}

/** The findings that count: those with a fix, or all. */
export function withFix(
  policy: Policy,
  preset: PolicyPreset,
  findings: readonly Finding[],
): Finding[] {
  const unfixed = policy.unfixed ?? preset.unfixed;
  return findings.filter((finding) => unfixed === 'count' || finding.fixedVersion);
}

/** The spec's limit of each severity, else the preset's. */
export function limitsOf(policy: Policy, preset: PolicyPreset): Policy['vulnerabilities'] {
  return { ...preset.vulnerabilities, ...policy.vulnerabilities };
}

function violationOf(
  severity: Severity,
  findings: Finding[],
  limit: number,
  unfixed: 'count' | 'ignore',
): Violation {
  const of = unfixed === 'ignore' ? ' with a fix' : '';
  const found = `${findings.length} ${severity} finding${findings.length === 1 ? '' : 's'}${of}`;
  const message = `${found}, ${limit === 1 ? '1 is' : `${limit === 0 ? 'none' : limit} are`} allowed`;
  return { rule: `vulnerabilities.${severity}`, message, findings };
}

function warningsOf(waiting: readonly string[], unlimited: readonly string[]): string[] {
  const warnings: string[] = [];
  if (waiting.length > 0) {
    warnings.push(`not counted, for there is no fix yet: ${waiting.join(', ')}`);
  }
  if (unlimited.length > 0) {
    warnings.push(`not counted, for the policy sets no limit: ${unlimited.join(', ')}`);
  }
  return warnings;
}
