import type { ImageFile, Inventory } from '../inspect/types.ts';
import { installedPackages } from '../packages/installed.ts';
import type { InstalledPackage } from '../packages/types.ts';
import { realPath } from './hidden.ts';

/** Copies that adduser and addgroup leave of what they change. */
const BACKUPS = /^etc\/(?:passwd|group|shadow)-$/;

/**
 * Of a base with another layer on it, the files that adding packages made worthless: those that packages of the base had and no package
 * has any more, such as a library of which the new version has another name, and backups.
 */
export function replacedPaths(
  { files }: Inventory,
  installed: readonly InstalledPackage[],
  before: Inventory,
  layers: number,
): string[] {
  const isNew = ({ layer }: ImageFile) => layer >= layers;
  if (!files.some(isNew)) return [];
  const base = new Map(before.files.map((file) => [file.path, file]));
  const byPath = new Map(files.map((file) => [file.path, file]));
  const owned = new Set(pathsOf(installed, byPath));
  const left = pathsOf(installedPackages(before.texts), base).filter((path) => {
    const file = byPath.get(path);
    return file !== undefined && !isNew(file) && !owned.has(path);
  });
  const backups = files.filter((file) => isNew(file) && BACKUPS.test(file.path));
  return [...left, ...backups.map(({ path }) => path)];
}

function pathsOf(
  packages: readonly InstalledPackage[],
  files: ReadonlyMap<string, ImageFile>,
): string[] {
  return packages.flatMap((one) => one.files.map((path) => realPath(files, path)));
}
