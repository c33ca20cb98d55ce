import type { Span } from '../diagnostics/diagnostic.ts';
import type { VexDocument } from './vex.ts';

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
  accept?: Accept[];
  vex?: VexDocument[];
  /** Licences that packages of the app may have. */
  licenses?: LicenseRules;
  /** The most bytes the uncompressed image may have. */
  size?: number;
  /** The most packages the image may have. */
  packages?: number;
  /** The base has to be signed by its makers. */
  signedBase?: true;
}

/** Identifiers of SPDX, or names as packages write them. */
export interface LicenseRules {
  allow?: string[] | undefined;
  deny?: string[] | undefined;
  unknown?: 'fail' | 'ignore' | undefined;
}

/** What an exception to the policy has. `until` is a date (YYYY-MM-DD), the last day it holds. */
export interface Exception {
  until: string;
  reason: string;
  owner: string;
  origin: Span;
}

/** An accepted finding. */
export interface Ignore extends Exception {
  id: string;
  package?: string;
}

/** A failed check that is accepted, as a whole or for one file, or for one package by its name. */
export interface Accept extends Exception {
  check: string;
  path?: string;
}
