import type { Policy } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import type { Baseline } from './delta.ts';
import { evaluate } from './evaluate.ts';
import type { Violation } from './types.ts';

/** Nothing but findings: what else a policy asks for is not known before there is an image. */
const NO_IMAGE = {
  image: { name: '', digest: '' },
  checks: [],
  coverage: {
    packages: { expected: 0, seen: 0, missing: [] },
    files: {
      ...{ total: 0, attributed: 0, bytes: { total: 0, attributed: 0 } },
      ...{ owners: [], unattributed: [], runtimes: [] },
    },
    gaps: [],
  },
  size: 0,
  packages: 0,
  smoke: [],
};

/**
 * What is sure to break the policy, of findings in packages that go into the image. What a baseline
 * or a VEX document may excuse is left for the end, when the image that they speak of is there.
 */
export function sureViolations(
  policy: Policy,
  findings: readonly Finding[],
  { baseline, scanners, today }: { baseline?: Baseline; scanners: string[]; today: string },
): Violation[] {
  const excused = new Set(
    [
      ...(baseline?.findings ?? []).flatMap(({ id, aliases }) => [id, ...aliases]),
      ...(policy.vex ?? []).flatMap(({ statements }) => statements.flatMap(({ names }) => names)),
    ].map((name) => name.toUpperCase()),
  );
  const sure = findings.filter(
    ({ id, aliases }) => ![id, ...aliases].some((name) => excused.has(name.toUpperCase())),
  );
  const { violations } = evaluate(policy, { ...NO_IMAGE, findings: sure, scanners }, today);
  return violations.filter((one) => one.findings.length > 0);
}
