import type { ImagePackage, RunReport } from '../report/types.ts';
import { nameKey, packageOf, samePackage } from '../scan/same.ts';
import type { Finding } from '../scan/types.ts';
import { causeOf, groupedByName } from './packages.ts';
import type { Comparison, FindingChange } from './types.ts';

/**
 * Findings by vulnerability and package, at any version. A new one of a package that has not changed
 * is of a newer database, as is one that went away.
 */
export function changedFindings(before: RunReport, after: RunReport): Comparison['findings'] {
  const [old, now] = [onceEach(before.findings), onceEach(after.findings)];
  const [was, is] = [indexOf(old), indexOf(now)];
  const [had, has] = [finderIn(before.packages ?? []), finderIn(after.packages ?? [])];
  const change = (finding: Finding, mine: Find, other: Find): FindingChange => ({
    finding,
    cause: other(finding) ? 'database' : ownCause(finding, mine),
  });
  return {
    fixed: old.filter((one) => !isIn(is, one)).map((one) => change(one, had, has)),
    new: now.filter((one) => !isIn(was, one)).map((one) => change(one, has, had)),
    remaining: now
      .filter((one) => isIn(was, one))
      .map((finding) => ({ finding, cause: ownCause(finding, has) })),
  };
}

/** One package may lie at several paths; to compare images it counts once. */
export function onceEach(findings: readonly Finding[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const one of findings) {
    const key = `${one.id}\0${keyOf(one)}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

function keyOf({ package: name, type }: Finding): string {
  return nameKey({ name, type });
}

/** The names of vulnerabilities by package. */
function indexOf(findings: readonly Finding[]): Map<string, Set<string>> {
  const index = new Map<string, Set<string>>();
  for (const one of findings) {
    const names = index.get(keyOf(one)) ?? new Set();
    for (const id of [one.id, ...one.aliases]) names.add(id.toUpperCase());
    index.set(keyOf(one), names);
  }
  return index;
}

function isIn(index: ReadonlyMap<string, ReadonlySet<string>>, finding: Finding): boolean {
  const names = index.get(keyOf(finding));
  return [finding.id, ...finding.aliases].some((id) => names?.has(id.toUpperCase()));
}

type Find = (finding: Finding) => ImagePackage | undefined;

/** Finds the package of a finding: the same list is asked for each of thousands. */
function finderIn(packages: readonly ImagePackage[]): Find {
  const groups = groupedByName(packages);
  return (finding) => {
    const wanted = packageOf(finding);
    return groups.get(nameKey(wanted))?.find((one) => samePackage(wanted, one));
  };
}

/** Whose the package is. */
function ownCause(finding: Finding, mine: Find): FindingChange['cause'] {
  const own = mine(finding);
  return own ? causeOf(own) : 'dependency';
}
