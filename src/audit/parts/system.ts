import type { Claim } from '../../inspect/ledger/types.ts';
import type { OsRelease } from '../../inspect/os-release.ts';
import type { ImageFile } from '../../inspect/types.ts';
import type { InstalledPackage } from '../../packages/types.ts';
import { purlOf } from '../../statements/system-parts.ts';
import type { Part } from '../types.ts';

/** The packages of dpkg's and apk's databases, with the files that `claim` says are theirs. */
export function systemParts(
  installed: readonly InstalledPackage[],
  { files, claim, licences, os }: SystemInput,
): Part[] {
  const owned = new Map<string, ImageFile[]>();
  for (const file of files) {
    const owner = file.type === 'directory' ? undefined : claim(file);
    if (!owner || !('kind' in owner) || owner.kind !== 'package') continue;
    const known = owned.get(owner.name);
    if (known) known.push(file);
    else owned.set(owner.name, [file]);
  }
  const providers = providersOf(installed);
  return installed.map((one) => {
    const own = owned.get(one.name) ?? [];
    const license = licenceOf(one, licences);
    const asked = one.depends.flatMap((name) => providers.get(name) ?? []);
    return {
      id: idOf(one),
      name: one.name,
      version: one.version,
      type: typeOf(one),
      purl: purlOf(one, os && { family: os.id, version: os.version ?? '' }),
      ...(license && { license }),
      files: own.map(({ path }) => path),
      size: own.reduce((sum, { size }) => sum + size, 0),
      path: one.database,
      depends: [...new Set(asked)].filter((id) => id !== idOf(one)),
      provides: one.provides,
    };
  });
}

interface SystemInput {
  files: readonly ImageFile[];
  claim: Claim;
  /** By the paths of files of copyrights. */
  licences: ReadonlyMap<string, readonly string[]>;
  os: OsRelease | undefined;
}

function typeOf({ manager }: InstalledPackage): Part['type'] {
  return manager === 'dpkg' ? 'deb' : 'apk';
}

/** One name may be there for two architectures. */
function idOf(one: InstalledPackage): string {
  return `${typeOf(one)}:${one.name}@${one.version}`;
}

function providersOf(installed: readonly InstalledPackage[]): Map<string, string[]> {
  const providers = new Map<string, string[]>();
  for (const one of installed) {
    for (const name of [one.name, ...one.provides]) {
      providers.set(name, [...(providers.get(name) ?? []), idOf(one)]);
    }
  }
  return providers;
}

function licenceOf(
  { manager, name, record }: InstalledPackage,
  licences: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  if (manager === 'apk') return /^L:(.+)$/m.exec(record)?.[1]?.trim();
  return licences.get(`usr/share/doc/${name}/copyright`)?.join(', ') || undefined;
}
