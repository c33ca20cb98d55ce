import { comparableName, ecosystemOf, sameVersion } from './ecosystem.ts';
import type { Finding, SeenPackage } from './types.ts';

type Named = Pick<SeenPackage, 'name' | 'type'>;

/** Names that are equal to their ecosystem have one key, whatever each scanner calls its kind. */
export function nameKey({ name, type }: Named): string {
  return `${ecosystemOf(type)}\0${comparableName(name, type)}`;
}

/** Whether two scanners speak of one package. */
export function samePackage(
  a: Named & Pick<SeenPackage, 'version'>,
  b: Named & Pick<SeenPackage, 'version'>,
): boolean {
  return nameKey(a) === nameKey(b) && sameVersion(a.version, b.version, a.type);
}

export function packageOf({ package: name, version, type }: Finding) {
  return { name, version, type };
}

/** Whether they are of one vulnerability, by any of its names, in one package. */
export function sameFinding(a: Finding, b: Finding): boolean {
  const names = new Set([a.id, ...a.aliases]);
  return (
    [b.id, ...b.aliases].some((id) => names.has(id)) && samePackage(packageOf(a), packageOf(b))
  );
}
