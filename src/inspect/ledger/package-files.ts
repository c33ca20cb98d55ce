import { APK_DATABASES } from '../../packages/apk.ts';
import type { InstalledPackage } from '../../packages/types.ts';
import { follow } from '../root.ts';
import type { ImageFile, Inventory } from '../types.ts';
import type { Attribution, Claim } from './types.ts';

const DATABASES = ['var/lib/dpkg/', ...APK_DATABASES.map((path) => path.replace(/[^/]+$/, ''))];

interface Listed {
  name: string;
  checksum?: string;
}

/**
 * Files of the image's package databases, and those databases. `checksums` gives those of a binary:
 * one that is not as its package installed it is nobody's.
 */
export function packageFiles(
  { files }: Pick<Inventory, 'files'>,
  installed: readonly InstalledPackage[],
  checksums: (path: string) => readonly string[] | undefined,
): Claim {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const listed = listedFiles(byPath, installed);
  const layers = layersOfOnePackage(byPath, installed);
  return (file) => {
    if (file.kind !== 'base' && file.kind !== 'runtime') return undefined;
    if (DATABASES.some((folder) => file.path.startsWith(folder)))
      return { kind: 'database', name: file.path };
    const found = listed.get(file.path) ?? listed.get(leadsTo(byPath, file));
    if (found) return judged(found, checksums(`/${file.path}`));
    const name = layers.get(file.layer);
    return name === undefined ? undefined : { kind: 'package', name };
  };
}

function judged({ name, checksum }: Listed, actual: readonly string[] | undefined): Attribution {
  if (!checksum || !actual || actual.includes(checksum)) return { kind: 'package', name };
  return { reason: `a binary that is not the one that the package ${name} installed` };
}

/** Lists may name `lib/x` where `lib` has become a link to `usr/lib`. */
function listedFiles(
  byPath: ReadonlyMap<string, ImageFile>,
  installed: readonly InstalledPackage[],
): Map<string, Listed> {
  const listed = new Map<string, Listed>();
  for (const { name, files, checksums } of installed) {
    for (const path of files) {
      const checksum = checksums[path];
      listed.set(follow(byPath, path, false) ?? path, { name, ...(checksum && { checksum }) });
    }
  }
  return listed;
}

/** Lists of checksums have no links: a link is of the package whose file it leads to. */
function leadsTo(byPath: ReadonlyMap<string, ImageFile>, { path, type }: ImageFile): string {
  return type === 'symlink' ? (follow(byPath, path, true) ?? '') : '';
}

/**
 * Where records have no list of files, as in bases that put every package into a layer of its own:
 * the package of each layer that has one record and nothing but it.
 */
function layersOfOnePackage(
  files: ReadonlyMap<string, ImageFile>,
  installed: readonly InstalledPackage[],
): Map<number, string> {
  const inLayer = new Map<number, InstalledPackage[]>();
  for (const one of installed) {
    const layer = files.get(one.database)?.layer;
    if (layer !== undefined) inLayer.set(layer, [...(inLayer.get(layer) ?? []), one]);
  }
  return new Map(
    [...inLayer].flatMap(([layer, [only, ...others]]) =>
      only && others.length === 0 && only.files.length === 0 ? [[layer, only.name] as const] : [],
    ),
  );
}
