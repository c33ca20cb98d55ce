import { listed } from '../diagnostics/listed.ts';
import type { LicenseRules } from '../plan/policy.ts';
import type { Check } from '../report/types.ts';
import type { SeenPackage } from '../scan/types.ts';
import { holds } from './license-expression.ts';

/** The id of the check. */
export const LICENSES = 'licenses';

type Package = Pick<SeenPackage, 'class' | 'name' | 'version' | 'licences'>;

/**
 * Whether the packages of the app have licences that the policy takes. Those of the system do not
 * count: every distribution has licences that ask for their source, and offers it. A package that
 * has several licences has to keep them all.
 */
export function checkLicenses(rules: LicenseRules, packages: readonly Package[]): Check {
  const own = packages.filter((one) => one.class === 'app');
  const bad = own.flatMap((one) => {
    const why = problemOf(one, rules);
    return why === undefined
      ? []
      : [{ name: one.name, text: `${one.name} ${one.version} (${why})` }];
  });
  if (bad.length === 0) {
    return {
      id: LICENSES,
      pass: true,
      evidence: `${own.length} packages of the app have licences as allowed`,
    };
  }
  const evidence = listed(bad.map(({ text }) => text));
  const paths = [...new Set(bad.map(({ name }) => name))];
  return { id: LICENSES, pass: false, evidence, paths };
}

function problemOf({ licences = [] }: Package, rules: LicenseRules): string | undefined {
  if (licences.length === 0) {
    return rules.allow && rules.unknown !== 'ignore' ? 'no licence is known' : undefined;
  }
  return licences.find((text) => !holds(text, (one) => isFine(one, rules)));
}

/** With an exception a licence is another one, and denied with the plain one unless it is allowed. */
function isFine(licence: string, { allow, deny = [] }: LicenseRules): boolean {
  if (allow && isIn(allow, licence)) return !isIn(deny, licence);
  const [plain = licence] = licence.split(' WITH ');
  return allow === undefined && !isIn(deny, licence) && !isIn(deny, plain);
}

function isIn(list: readonly string[], licence: string): boolean {
  return list.some((one) => one.toLowerCase() === licence.toLowerCase());
}
