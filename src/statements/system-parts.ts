import { purl } from '../packages/purl.ts';
import type { InstalledPackage } from '../packages/types.ts';
import type { SeenPackage } from '../scan/types.ts';
import type { BillInput } from './bill.ts';
import type { Part } from './types.ts';

/**
 * The packages of the image's own package databases. Of those of a database that harden does not read,
 * such as rpm's, what scanners read there.
 */
export function systemParts(input: BillInput): Part[] {
  const { installed, seen } = input;
  const refs = new Map(installed.map((one) => [one, purlOf(one, input.os)]));
  const providers = providersOf(installed, refs);
  const known = new Set(installed.map(nameAndVersion));
  return [
    ...installed.map((one) => partOf(one, refs.get(one) ?? '', providers, input)),
    ...seen.filter((one) => one.class === 'os' && !known.has(nameAndVersion(one))).map(seenPart),
  ];
}

function partOf(
  one: InstalledPackage,
  ref: string,
  providers: ReadonlyMap<string, readonly string[]>,
  { seen, copied, holdings }: BillInput,
): Part {
  const same = seen.find(
    (other) => other.class === 'os' && nameAndVersion(other) === nameAndVersion(one),
  );
  const own = copied.filter((library) => library.package === one.name).map(({ path }) => path);
  const files = holdings.find(({ kind, name }) => kind === 'package' && name === one.name)?.files;
  const dependsOn = one.depends.flatMap((name) => providers.get(name) ?? []);
  return {
    ref,
    kind: 'system',
    name: one.name,
    version: one.version,
    purl: ref,
    type: same?.type ?? one.manager,
    licences: same?.licences ?? licencesOf(one),
    locations: [one.database],
    source: sourceOf(one),
    evidence: 'package database',
    ...(files !== undefined && { files }),
    ...(own.length > 0 && { copied: own }),
    dependsOn: [...new Set(dependsOn)].filter((other) => other !== ref).sort(),
  };
}

function seenPart({ name, version, type, purl: url, licences = [] }: SeenPackage): Part {
  const ref = url ?? `${type}:${name}@${version}`;
  return {
    ...{ ref, kind: 'system', name, version, type, licences, locations: [] },
    ...(url && { purl: url }),
    ...{ evidence: 'scanner', dependsOn: [] },
  };
}

/** Who stands for a name: the package that has it, or all that provide it. */
function providersOf(
  installed: readonly InstalledPackage[],
  refs: ReadonlyMap<InstalledPackage, string>,
): Map<string, string[]> {
  const providers = new Map<string, string[]>();
  for (const one of installed) {
    for (const name of new Set([one.name, ...one.provides])) {
      providers.set(name, [...(providers.get(name) ?? []), refs.get(one) ?? '']);
    }
  }
  return providers;
}

/** With the distribution and the source package, by which advisories are found. */
export function purlOf(one: InstalledPackage, os: BillInput['os']): string {
  const source = sourceOf(one);
  const version = source.version === one.version ? '' : `@${source.version}`;
  const upstream = source.name === one.name && version === '' ? '' : `${source.name}${version}`;
  return purl(one.manager === 'apk' ? 'apk' : 'deb', os?.family, one.name, one.version, {
    arch: field(one, one.manager === 'apk' ? 'A' : 'Architecture'),
    distro: os && `${os.family}-${os.version}`,
    upstream,
  });
}

/** dpkg: `Source: glibc (2.41-12)`, without a version where it is the same; apk: `o:glibc`. */
function sourceOf(one: InstalledPackage): { name: string; version: string } {
  const origin = field(one, one.manager === 'apk' ? 'o' : 'Source');
  const [, name = one.name, version = one.version] =
    /^([^\s(]+)(?:\s*\(([^)]+)\))?$/.exec(origin) ?? [];
  return { name, version };
}

function licencesOf(one: InstalledPackage): string[] {
  const licence = one.manager === 'apk' ? field(one, 'L') : '';
  return licence === '' ? [] : [licence];
}

function field({ record }: InstalledPackage, name: string): string {
  const line = record.split('\n').find((text) => text.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

function nameAndVersion({ name, version }: { name: string; version: string }): string {
  return `${name} ${version}`;
}
