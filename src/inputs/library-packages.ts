import { knownPackages } from '../debian/known-packages.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { packagesFor } from '../elf/debian-package.ts';
import { architectureOf } from '../plan/platform.ts';
import type { Base } from '../plan/types.ts';
import type { InputContext } from './context.ts';

/** The Debian package that has each library, by the index of the base's release where it can be read. */
export async function libraryPackages(
  libraries: readonly string[],
  base: Base,
  { platform, debianMirror, signal }: Pick<InputContext, 'platform' | 'debianMirror' | 'signal'>,
): Promise<Map<string, string>> {
  const guesses = libraries.map((library) => [library, packagesFor(library)] as const);
  const release = releaseOf(base);
  const names = guesses.flatMap(([, packages]) => packages);
  if (!release || names.length === 0) return new Map();
  const request = {
    release,
    architecture: architectureOf(platform),
    mirrors: debianMirrors(debianMirror),
  };
  // Without the index a guess by Debian's rules is better than no name.
  const known = await knownPackages(names, request, signal).catch((cause) => {
    if (cause instanceof HardenError) return new Set(names);
    throw cause;
  });
  return new Map(
    guesses.flatMap(([library, packages]) => {
      const found = packages.find((name) => known.has(name));
      return found ? [[library, found] as const] : [];
    }),
  );
}

function releaseOf(base: Base): string | undefined {
  if (base.kind === 'debian') return base.release;
  if (base.kind === 'scratch' || base.family?.os?.family !== 'debian') return undefined;
  return base.family.os.version === '12' ? 'bookworm' : 'trixie';
}
