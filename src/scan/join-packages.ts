import { nameKey, samePackage } from './same.ts';
import type { SeenPackage } from './types.ts';

/**
 * The packages of the first list, and of each other what none before it has. What a package needs is
 * taken from whoever knows it, in the purls of the joined list.
 */
export function joinPackages(lists: readonly (readonly SeenPackage[])[]): SeenPackage[] {
  const known = new Map<string, SeenPackage[]>();
  const find: Find = (one) =>
    (known.get(nameKey(one)) ?? []).filter((other) => samePackage(other, one));
  for (const packages of lists) {
    const more = packages.filter((one) => find(one).length === 0);
    for (const one of more) known.set(nameKey(one), [...(known.get(nameKey(one)) ?? []), one]);
  }
  const needs = needsOf(lists, find);
  return [...known.values()].flat().map(({ dependsOn: _, ...one }) => {
    const purls = needs.get(keyOf(one));
    return purls ? { ...one, dependsOn: [...purls].sort() } : one;
  });
}

type Find = (one: SeenPackage) => SeenPackage[];

function needsOf(lists: readonly (readonly SeenPackage[])[], find: Find) {
  const needs = new Map<string, Set<string>>();
  for (const packages of lists) {
    const byPurl = new Map(packages.map((one) => [one.purl, one]));
    for (const { dependsOn = [], ...one } of packages) {
      const needed = dependsOn.flatMap((purl) => byPurl.get(purl) ?? []);
      const purls = needed.flatMap((other) => find(other)).flatMap(({ purl }) => purl ?? []);
      if (purls.length === 0) continue;
      for (const owner of find(one)) {
        needs.set(keyOf(owner), new Set([...(needs.get(keyOf(owner)) ?? []), ...purls]));
      }
    }
  }
  return needs;
}

/** One package at two places is two, of which each may need others. */
function keyOf({ type, name, version, path }: SeenPackage): string {
  return [type, name, version, path].join('\0');
}
