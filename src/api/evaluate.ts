import type { Policy } from '../plan/types.ts';
import { evaluate as judge } from '../policy/evaluate.ts';
import { checkLicenses, LICENSES } from '../policy/licenses.ts';
import { policyNamed } from '../policy/named.ts';
import { checkSignedBase, SIGNED_BASE } from '../policy/signed-base.ts';
import type { Verdict } from '../policy/types.ts';
import type { Check, RunReport } from '../report/types.ts';

/** What a policy is held against: any report is. */
export type Evidence = Pick<
  RunReport,
  'image' | 'findings' | 'checks' | 'coverage' | 'scanners' | 'smoke' | 'packages'
>;

export interface EvaluateOptions {
  /** An earlier report, whose findings do not count again. */
  baseline?: RunReport;
}

/**
 * Judges the evidence of a run by another policy, without an engine: a preset by its name, or a policy
 * as plans have it. Nothing passes with a gap in the coverage, whatever the policy allows. Pure:
 * `today` is a date, YYYY-MM-DD.
 * @throws HardenError cli/bad-option for a name that no preset has.
 */
export function evaluate(
  policy: Policy['preset'] | Policy,
  evidence: Evidence,
  today: string,
  { baseline }: EvaluateOptions = {},
): Verdict {
  const { image, findings, coverage, scanners, smoke, packages } = evidence;
  const { endOfLife } = image.base;
  const rules = typeof policy === 'string' ? policyNamed(policy) : policy;
  return judge(
    rules,
    {
      ...{ image, findings, coverage, smoke },
      checks: checksBy(rules, evidence),
      layers: image.layers,
      scanners: scanners.map(({ name }) => name),
      size: image.size.uncompressed,
      // Reports of older versions have no list.
      packages: packages?.length ?? coverage.packages.seen,
      ...(baseline && {
        baseline: { findings: baseline.findings, layers: baseline.image.layers },
      }),
      ...(endOfLife && { endOfLife }),
    },
    today,
  );
}

/** All checks are of the image alone, but those that a policy asks for. */
function checksBy(
  { licenses, signedBase }: Policy,
  { checks, packages = [], image }: Evidence,
): Check[] {
  return [
    ...checks.filter(({ id }) => id !== LICENSES && id !== SIGNED_BASE),
    ...(licenses ? [checkLicenses(licenses, packages)] : []),
    ...(signedBase ? [checkSignedBase(image.base.signature)] : []),
  ];
}
