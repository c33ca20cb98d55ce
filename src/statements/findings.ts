import type { Holding } from '../inspect/ledger/types.ts';
import type { RunReport } from '../report/types.ts';
import { statement } from './in-toto.ts';
import { portable } from './portable.ts';

/** What the predicates mean is in docs/statements.md. */
const PREDICATES = {
  scan: 'urn:harden:scan:v1',
  smoke: 'urn:harden:smoke:v1',
  checks: 'urn:harden:checks:v1',
  ledger: 'urn:harden:ledger:v1',
} as const;

export type Evidence = Pick<
  RunReport,
  | 'image'
  | 'checks'
  | 'coverage'
  | 'scanners'
  | 'findings'
  | 'disagreements'
  | 'verdict'
  | 'smoke'
  | 'smokeNotRun'
>;

/** What scanners saw and found, with which advisories, and what the policy says of it. */
export function scanStatement(evidence: Evidence, policy: object, today: string): string {
  const { image, scanners, findings, disagreements = [], coverage, verdict } = evidence;
  const { os, packages, gaps } = coverage;
  const { pass, violations, ignored, warnings } = verdict;
  return statement(
    image,
    PREDICATES.scan,
    portable({
      scanners,
      coverage: { ...(os && { os }), packages, gaps },
      findings,
      disagreements,
      policy,
      verdict: {
        on: today,
        pass,
        violations: violations.map(({ rule, message }) => ({ rule, message })),
        ignored: ignored.map(({ finding, ignore }) => ({ id: finding.id, ignore })),
        warnings,
      },
    }),
  );
}

/** What the image did when it was run; without a test it did not pass, and did not fail either. */
export function smokeStatement({ image, smoke, smokeNotRun }: Evidence): string {
  const tests = smoke.map(({ name, pass, evidence }) => ({ name, pass, evidence }));
  const pass = tests.every((one) => one.pass);
  return statement(image, PREDICATES.smoke, {
    ...(tests.length > 0 && { pass }),
    ...(smokeNotRun !== undefined && { notRun: smokeNotRun }),
    tests,
  });
}

export function checksStatement({ image, checks }: Evidence): string {
  const pass = checks.every((one) => one.pass);
  return statement(image, PREDICATES.checks, { pass, checks });
}

/** Whose every file is. */
export function ledgerStatement(
  { image, coverage }: Evidence,
  holdings: readonly Holding[],
): string {
  const { total, attributed, bytes, owners, unattributed, runtimes } = coverage.files;
  return statement(image, PREDICATES.ledger, {
    files: { total, attributed },
    bytes,
    owners,
    holdings,
    unattributed,
    runtimes,
  });
}
