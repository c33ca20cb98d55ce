import { APK_DATABASES } from '../packages/apk.ts';
import { installedPackages } from '../packages/installed.ts';
import type { InstalledPackage, Texts } from '../packages/types.ts';

/** Tells which package of a toolchain a file belongs to. */
export type OwnerOf = (path: string) => InstalledPackage | undefined;

/** From a toolchain's package database. Folders that are links to /usr have two names there. */
export function ownersIn(texts: Texts): OwnerOf {
  const owners = new Map<string, InstalledPackage>();
  for (const one of installedPackages(texts)) {
    for (const file of one.files) owners.set(merged(file), one);
  }
  return (path) => owners.get(merged(path.replace(/^\/+/, '')));
}

/**
 * The record of a package of which only these files are in the image: for dpkg a file of its own
 * with its checksums, for apk a paragraph.
 */
export function partialRecord(
  { record, manager }: InstalledPackage,
  files: readonly { path: string; md5: string }[],
): { record: string; checksums: string } {
  const checksums = files.map(({ path, md5 }) => `${md5}  ${path}\n`).join('');
  if (manager === 'dpkg') return { record: record.replace(/^Status: .*\n/m, ''), checksums };
  const head = record.split('\n').filter((line) => !/^[FRMaZ]:/.test(line));
  const listed = files.flatMap(({ path }) => {
    const slash = path.lastIndexOf('/');
    return [`F:${path.slice(0, Math.max(slash, 0))}`, `R:${path.slice(slash + 1)}`];
  });
  return { record: [...head, ...listed].join('\n'), checksums };
}

export const APK_DATABASE = APK_DATABASES[0] as string;

function merged(path: string): string {
  return path.replace(/^usr\/(?=(?:lib|lib64|bin|sbin)\/)/, '');
}
