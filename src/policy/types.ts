import type { Accept, Ignore } from '../plan/types.ts';
import type { VexDocument, VexStatement } from '../plan/vex.ts';
import type { Check } from '../report/types.ts';
import type { Finding } from '../scan/types.ts';
import type { Cause } from './delta.ts';

/** `rule` is the line of the policy that was broken, for example `vulnerabilities.high`. */
export interface Violation {
  rule: string;
  message: string;
  findings: Finding[];
}

/** `pass` is true only without violations and without gaps in the coverage. */
export interface Verdict {
  pass: boolean;
  violations: Violation[];
  ignored: { finding: Finding; ignore: Ignore }[];
  /** Findings that a VEX document calls harmless; absent when there is none. */
  suppressed?: Suppressed[];
  /** What was held against an earlier report, if there was one. */
  delta?: { known: Finding[]; added: { finding: Finding; cause: Cause }[] };
  /** Checks that failed and are accepted; absent when there is none. */
  accepted?: { check: Check; accept: Accept }[];
  /** Findings that fail from a later day on; absent when there is none. */
  graced?: Graced[];
  warnings: string[];
}

/** A finding of which a document says that it does no harm here, and in which words. */
export interface Suppressed {
  finding: Finding;
  vex: Pick<VexDocument, 'file' | 'id' | 'author'> & Omit<VexStatement, 'names' | 'products'>;
}

/** A finding whose fix is so young that it only warns, up to the day before `failsFrom`. */
export interface Graced {
  finding: Finding;
  failsFrom: string;
}

/** What one part of the policy contributes to a verdict. */
export interface Judgement {
  violations: Violation[];
  warnings: string[];
}
