import { severityWords } from './severity.ts';
import type { RunReport } from './types.ts';
import { count } from './words.ts';

/** Blindness comes first: a policy cannot be judged on a scan that missed something. */
export function toneOf({ verdict, coverage }: RunReport): 'passed' | 'failed' | 'unproven' {
  if (coverage.gaps.length > 0) return 'unproven';
  return verdict.pass ? 'passed' : 'failed';
}

export const TONE_WORDS = { passed: 'Passed', failed: 'Failed', unproven: 'Not proven' } as const;

/** What was found, in a sentence that says of a zero what was looked at. */
export function leadOf({ findings, coverage, verdict }: RunReport): string {
  const out = verdict.ignored.length + (verdict.suppressed?.length ?? 0);
  const words = severityWords(findings.map(({ severity }) => severity));
  const found =
    findings.length === 0 ? 'No findings' : `${count(findings.length, 'finding')} (${words})`;
  const ignored = out > 0 ? `, ${out} of them ignored,` : '';
  const { attributed, total } = coverage.files;
  const files =
    attributed === total
      ? `All ${thousands(total)} files have an owner.`
      : `${thousands(total - attributed)} of ${thousands(total)} files have no owner.`;
  return `${found}${ignored} in ${count(coverage.packages.seen, 'package')}. ${files}`;
}

export function thousands(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
