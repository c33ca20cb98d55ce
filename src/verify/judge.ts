import { SIGNATURE } from '../statements/attestation.ts';
import { verifyBase } from './base.ts';
import { failed, PROVENANCE, predicatesOf } from './evidence.ts';
import { failedChecks, failedScan, failedSmoke, newestScan } from './predicates.ts';
import type { Evidence, Verified } from './types.ts';

/** Holds an image to what was signed about it by who counts: all has to be there, and none may say otherwise. */
export function judgeImage(evidence: Evidence): Verified[] {
  return [
    verifySignature(evidence),
    provenance(evidence),
    stated('scan', evidence, (all) => failedScan(newestScan(all))),
    checks(evidence),
    stated('smoke', evidence, (all) => all.flatMap(failedSmoke)),
    verifyBase(evidence),
  ];
}

/** Whether who counts has signed this very digest. */
export function verifySignature(
  evidence: Pick<Evidence, 'who' | 'statements' | 'refused'>,
): Verified {
  const { who, refused } = evidence;
  if (predicatesOf(evidence, SIGNATURE).length > 0) {
    return { id: 'signature', pass: true, evidence: `this ${who} signed this digest` };
  }
  const reasons = [...new Set(refused)].sort().map((why) => {
    const times = refused.filter((one) => one === why).length;
    // A certificate may be anybody's, and a line end in it begins no line.
    return `${times} ${why.replaceAll('\n', '␊')}`;
  });
  const found = reasons.length === 0 ? 'none is there' : reasons.join('; ');
  return failed('signature', 'verify/no-signature', `no signature of this ${who}: ${found}`);
}

function provenance(evidence: Evidence): Verified {
  const [found] = predicatesOf(evidence, PROVENANCE) as {
    buildDefinition?: { buildType?: string };
  }[];
  if (!found) return missing('provenance', evidence);
  const type = found.buildDefinition?.buildType ?? 'a build of no type';
  return { id: 'provenance', pass: true, evidence: `built as ${type}` };
}

/** The verdict is on the checks too: what it lets pass was accepted by the policy, for a time. */
function checks(evidence: Evidence): Verified {
  const found = stated('checks', evidence, (all) => all.flatMap(failedChecks));
  const scans = predicatesOf(evidence, 'urn:harden:scan:v1');
  if (found.code !== 'verify/not-passed' || scans.length === 0) return found;
  if (failedScan(newestScan(scans)).length > 0) return found;
  return { id: 'checks', pass: true, evidence: `${found.evidence}, which the policy accepts` };
}

function stated(
  id: 'scan' | 'checks' | 'smoke',
  evidence: Evidence,
  problemsOf: (predicates: unknown[]) => string[],
): Verified {
  const found = predicatesOf(evidence, `urn:harden:${id}:v1`);
  if (found.length === 0) return missing(id, evidence);
  const problems = problemsOf(found);
  if (problems.length > 0) return failed(id, 'verify/not-passed', problems.join('; '));
  return {
    id,
    pass: true,
    evidence: `passed, by ${found.length === 1 ? 'a statement' : `${found.length} statements`} of this ${evidence.who}`,
  };
}

function missing(id: Verified['id'], { who }: Evidence): Verified {
  return failed(id, 'verify/no-statement', `this ${who} signed no statement "${id}" about it`);
}
