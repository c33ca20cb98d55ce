import { namesIn } from '../packages/purl.ts';
import type { SeenPackage } from '../scan/types.ts';
import type { Part } from './types.ts';

/** The packages of the app. One package at two places is two, as each may be replaced alone. */
export function libraryParts(seen: readonly SeenPackage[]): Part[] {
  const libraries = seen.filter((one) => one.class === 'app');
  const refs = new Map<string, string>();
  for (const one of libraries) {
    // Of a package at several places that in the same list is meant, else the first.
    refs.set(`${one.path} ${one.purl}`, refOf(one));
    if (!refs.has(`${one.purl}`)) refs.set(`${one.purl}`, refOf(one));
  }
  return libraries.map((one) => {
    const { name, version, type, purl, path, licences = [], dependsOn = [] } = one;
    const found = dependsOn.flatMap(
      (other) => refs.get(`${path} ${other}`) ?? refs.get(other) ?? [],
    );
    return {
      ...{ ref: refOf(one), kind: 'library', ...names(name, purl), version, type, licences },
      ...(purl && { purl }),
      ...(one.cpe && { cpe: one.cpe }),
      ...{ locations: path ? [path] : [], evidence: 'scanner' },
      dependsOn: [...new Set(found)].sort(),
    };
  });
}

function refOf({ purl, type, name, version, path }: SeenPackage): string {
  return `${purl ?? `${type}:${name}@${version}`}${path ? `#${path}` : ''}`;
}

/** Of npm and Maven the name has two parts; that of a Go module is a path, and one word. */
function names(name: string, purl = ''): Pick<Part, 'group' | 'name'> {
  const found = /^pkg:(?:npm|maven)\//.test(purl) ? namesIn(purl) : undefined;
  if (!found?.namespace) return { name };
  return { group: found.namespace, name: found.name };
}
