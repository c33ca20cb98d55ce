import type { Facts } from '../facts.ts';
import { linkedFrom, nativeSubjects } from '../needs/native.ts';
import { newProofs } from '../needs/proofs.ts';
import type { Start } from '../needs/start.ts';

/** In every base that carries a program which is linked to anything. */
const IN_BASES = /^(?:libc6|libgcc-s1|libstdc\+\+6|gcc-\d+-base|musl|libgcc|libstdc\+\+)$/;

/**
 * Packages of the system that modules of the program itself are linked to, and its runtime is not:
 * a base of the language has the runtime's, and lacks these.
 */
export function nativeNames(facts: Facts, start: Start): { debian: string[]; notes: string[] } {
  const { owners, parts } = facts;
  const names = new Map(parts.map(({ id, name }) => [id, name]));
  const isSystem = (id: string) => /^(?:deb|apk|runtime):/.test(id);
  const proofs = newProofs(facts);
  for (const { id } of parts) proofs.part(id, 'all that is there');
  const { libraries } = linkedFrom(facts, nativeSubjects(facts, start, proofs));
  const found = libraries.filter(({ neededBy }) =>
    neededBy.every((path) => !(owners.get(path.slice(1)) ?? []).some(isSystem)),
  );
  const ids = found.flatMap(({ path }) => (owners.get(path.slice(1)) ?? []).filter(isSystem));
  const own = [...new Set(ids)].filter((id) => !IN_BASES.test(names.get(id) ?? ''));
  const debian = own.filter((id) => id.startsWith('deb:')).map((id) => names.get(id) ?? '');
  const apk = own.filter((id) => id.startsWith('apk:')).map((id) => names.get(id) ?? '');
  return {
    debian: debian.sort(),
    notes: apk.map(
      (name) => `the program is linked to ${name} of Alpine: add what Debian calls it`,
    ),
  };
}
