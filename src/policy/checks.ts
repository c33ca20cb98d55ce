import { listed } from '../diagnostics/listed.ts';
import type { Accept } from '../plan/types.ts';
import type { Check } from '../report/types.ts';
import type { PolicyPreset } from './presets.ts';
import { byTerm, endedText, lineOf, noticeOf } from './terms.ts';
import type { Judgement, Verdict } from './types.ts';

interface Checked {
  accepted: NonNullable<Verdict['accepted']>;
  judgement: Judgement;
}

/**
 * Failed checks, without what is accepted. An entry with a path accepts that file and no other, so a
 * second one that appears later fails. An entry that has ended accepts nothing and fails itself.
 */
export function judgeChecks(
  accepts: readonly Accept[],
  checks: readonly Check[],
  today: string,
  preset: PolicyPreset,
): Checked {
  const { valid, expired } = byTerm(accepts, today);
  const failed = checks.filter((check) => !check.pass);
  const accepted = failed.flatMap((check) =>
    valid.filter((accept) => concerns(accept, check)).map((accept) => ({ check, accept })),
  );
  const told = [
    ...failed.flatMap((check) => leftOf(check, valid)),
    ...expired.map((one) => ({ rule: 'accept-expired', message: endedText(one, wordsOf(one)) })),
  ];
  const warnings = [
    ...valid.flatMap((accept) => unusedWarning(accept, checks)),
    ...valid.flatMap((accept) => noticeOf(accept, wordsOf(accept), today)),
  ];
  if (preset.failures === 'violation') {
    const violations = told.map((one) => ({ ...one, findings: [] }));
    return { accepted, judgement: { violations, warnings } };
  }
  const softened = told.map(({ rule, message }) => `${rule}: ${message}`);
  return { accepted, judgement: { violations: [], warnings: [...softened, ...warnings] } };
}

function concerns({ check: id, path }: Accept, check: Check): boolean {
  return id === check.id && (path === undefined || check.paths?.includes(path) === true);
}

/** What of a failed check nobody has accepted. */
function leftOf(check: Check, valid: readonly Accept[]) {
  const rule = `checks.${check.id}`;
  const entries = valid.filter((accept) => concerns(accept, check));
  if (entries.some(({ path }) => path === undefined)) return [];
  if (entries.length === 0) return [{ rule, message: check.evidence }];
  const paths = (check.paths ?? []).filter((path) => !entries.some((one) => one.path === path));
  if (paths.length === 0) return [];
  return [{ rule, message: listed(paths) }];
}

function unusedWarning(accept: Accept, checks: readonly Check[]): string[] {
  const known = checks.some(({ id }) => id === accept.check);
  const line = lineOf(accept);
  if (!known) {
    const ids = checks.map(({ id }) => id).join(', ');
    return [`${line}: there is no check ${accept.check}; the checks are ${ids}`];
  }
  if (checks.some((check) => !check.pass && concerns(accept, check))) return [];
  return [`${line}: ${wordsOf(accept)} accepts nothing; remove it`];
}

function wordsOf({ check, path }: Accept): string {
  return `the acceptance of ${check}${path ? ` for ${path}` : ''}`;
}
