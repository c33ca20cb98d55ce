import { disagreementsOf } from './disagreements.ts';
import { joinPackages } from './join-packages.ts';
import { byFinding, byPackage, worse, worstOf } from './order.ts';
import { sameFinding } from './same.ts';
import type { Disagreement, Finding, SeenPackage, SourceReport } from './types.ts';

/** What all scanners found together. */
export interface Joined {
  findings: Finding[];
  packages: SeenPackage[];
  disagreements: Disagreement[];
}

/**
 * Joins the reports of several scanners: a vulnerability of a package is one finding, by whatever
 * name and whoever reported it. The first report's words stand; the worse of two severities counts,
 * and a fix that any of them knows, from its first day.
 */
export function joinReports(reports: readonly SourceReport[]): Joined {
  const groups: Finding[][] = [];
  for (const { findings } of reports) {
    const before = groups.slice();
    for (const finding of findings) groupFor(finding, before, groups).push(finding);
  }
  return {
    findings: groups.map(merged).sort(byFinding),
    packages: joinPackages(reports.map(({ packages }) => packages)).sort(byPackage),
    disagreements: disagreementsOf(groups, reports),
  };
}

/** A report's own findings are apart, as it has them: one package may lie at two paths. */
function groupFor(finding: Finding, before: Finding[][], groups: Finding[][]): Finding[] {
  const same = before.filter(
    (group) =>
      group.every(({ scanner }) => scanner !== finding.scanner) &&
      group.some((one) => sameFinding(one, finding)),
  );
  const known = same.find((group) => group.some(({ path }) => path === finding.path)) ?? same[0];
  if (known) return known;
  const group: Finding[] = [];
  groups.push(group);
  return group;
}

function merged(group: Finding[]): Finding {
  const [first] = group as [Finding];
  const names = group.flatMap(({ id, aliases }) => [id, ...aliases]);
  const fixedVersion = group.find((one) => one.fixedVersion)?.fixedVersion;
  return {
    ...first,
    aliases: [...new Set(names)].filter((id) => id !== first.id).sort(),
    severity: group.map(({ severity }) => severity).reduce(worse),
    ...worstOf(group),
    ...(fixedVersion && { fixedVersion }),
    scanners: group.map(({ scanner }) => scanner),
  };
}
