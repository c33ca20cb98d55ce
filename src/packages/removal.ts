import type { Removal } from '../plan/types.ts';
import type { InstalledPackage } from './types.ts';

/**
 * The packages that go: those named, and of the `orphans` those that only packages that go asked
 * for. What is held, named by `wanted` or asked for by one that stays is never among them.
 */
export function removedPackages(
  installed: readonly InstalledPackage[],
  { packages, orphans, hold }: Omit<Removal, 'paths'>,
  wanted: readonly string[] = [],
): Set<string> {
  const providers = providersOf(installed);
  const stays = new Set([...hold, ...wanted.flatMap((name) => providers.get(name) ?? [name])]);
  const gone = new Set(
    installed.map(({ name }) => name).filter((name) => packages.includes(name) && !stays.has(name)),
  );
  if (!orphans) return gone;
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const name of orphansOf(installed, gone, providers)) {
      if (!stays.has(name)) gone.add(name);
    }
  }
  return gone;
}

/** Packages somebody asked for once, and nobody who is still there. */
function orphansOf(
  installed: readonly InstalledPackage[],
  gone: ReadonlySet<string>,
  providers: ReadonlyMap<string, string[]>,
): string[] {
  const asked = (one: InstalledPackage) =>
    one.depends.flatMap((name) => providers.get(name) ?? []).filter((name) => name !== one.name);
  const needed = new Set(installed.filter(({ name }) => !gone.has(name)).flatMap(asked));
  const once = new Set(installed.filter(({ name }) => gone.has(name)).flatMap(asked));
  return [...once].filter((name) => !gone.has(name) && !needed.has(name));
}

/** Which packages stand for a name: their own, and those they provide. */
function providersOf(installed: readonly InstalledPackage[]): Map<string, string[]> {
  const providers = new Map<string, string[]>();
  for (const { name, provides } of installed) {
    for (const offered of [name, ...provides]) {
      providers.set(offered, [...(providers.get(offered) ?? []), name]);
    }
  }
  return providers;
}
