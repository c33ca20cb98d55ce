import type { Policy } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import type { Judgement } from './types.ts';

type Scores = Pick<Policy, 'epss' | 'cvss'>;
type Rule = keyof Scores;

const RULES: readonly Rule[] = ['epss', 'cvss'];

const NAMES: Record<Rule, string> = { epss: 'EPSS', cvss: 'CVSS' };

/** Whether a finding reaches one of the scores from which on the policy fails. */
export function reachesScore(limits: Scores, finding: Finding): boolean {
  return RULES.some((rule) => reaches(limits, finding, rule));
}

/**
 * Holds findings against the scores of the policy, each finding by itself, at any severity. Those that
 * nobody has scored are named, as they may well be above.
 */
export function judgeScores(limits: Scores, findings: readonly Finding[]): Judgement {
  const asked = RULES.filter((rule) => limits[rule] !== undefined);
  const violations = asked.flatMap((rule) => {
    const failing = findings.filter((finding) => reaches(limits, finding, rule));
    if (failing.length === 0) return [];
    const names = failing.map(
      ({ id, package: name, [rule]: score }) => `${id} in ${name} has ${score}`,
    );
    const message = `${NAMES[rule]} ${limits[rule]} or more: ${names.join(', ')}`;
    return [{ rule, message, findings: failing }];
  });
  const warnings = asked.flatMap((rule) => {
    const unscored = findings.filter((finding) => finding[rule] === undefined);
    if (unscored.length === 0) return [];
    const names = unscored.map(({ id, package: name }) => `${id} in ${name}`).join(', ');
    return [`not held against ${rule}, as no scanner has a score: ${names}`];
  });
  return { violations, warnings };
}

function reaches(limits: Scores, finding: Finding, rule: Rule): boolean {
  const [score, limit] = [finding[rule], limits[rule]];
  return score !== undefined && limit !== undefined && score >= limit;
}
