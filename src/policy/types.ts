import type { Ignore } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';

/** `rule` is the line of the policy that was broken, for example `vulnerabilities.high`. */
export interface Violation {
  rule: string;
  message: string;
  findings: Finding[];
}

export interface Verdict {
  pass: boolean;
  violations: Violation[];
  ignored: { finding: Finding; ignore: Ignore }[];
  warnings: string[];
}
