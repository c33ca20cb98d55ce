import type { ImagePackage, RunReport } from '../report/types.ts';
import { nameKey, packageOf, samePackage } from '../scan/same.ts';
import type { Finding } from '../scan/types.ts';
import { causeOf } from './packages.ts';
import type { Comparison, FindingChange } from './types.ts';

/**
 * Findings by vulnerability and package, at any version. A new one of a package that has not changed
 * is of a newer database, as is one that went away.
 */
export function changedFindings(before: RunReport, after: RunReport): Comparison['findings'] {
  const [old, now] = [onceEach(before.findings), onceEach(after.findings)];
  const [was, is] = [indexOf(old), indexOf(now)];
  const change = (finding: Finding, mine: RunReport, other: RunReport): FindingChange => ({
    finding,
    cause: whatBrought(finding, mine.packages ?? [], other.packages ?? []),
  });
  return {
    fixed: old.filter((one) => !isIn(is, one)).map((one) => change(one, before, after)),
    new: now.filter((one) => !isIn(was, one)).map((one) => change(one, after, before)),
    remaining: now
      .filter((one) => isIn(was, one))
      .map((finding) => ({ finding, cause: ownCause(packageOf(finding), after.packages ?? []) })),
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

function whatBrought(
  finding: Finding,
  mine: readonly ImagePackage[],
  other: readonly ImagePackage[],
): FindingChange['cause'] {
  const wanted = packageOf(finding);
  if (other.some((one) => samePackage(wanted, one))) return 'database';
  return ownCause(wanted, mine);
}

/** Whose the package is. */
function ownCause(
  wanted: Parameters<typeof samePackage>[0],
  packages: readonly ImagePackage[],
): FindingChange['cause'] {
  const own = packages.find((one) => samePackage(wanted, one));
  return own ? causeOf(own) : 'dependency';
}
