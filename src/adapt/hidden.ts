import { dirname } from 'node:path/posix';
import { follow } from '../inspect/root.ts';
import type { ImageFile, Inventory } from '../inspect/types.ts';
import { excluder } from '../oci/exclude.ts';
import { DPKG_INFO, DPKG_STATUS_D } from '../packages/dpkg.ts';
import type { InstalledPackage } from '../packages/types.ts';

type Files = ReadonlyMap<string, ImageFile>;

/** What apk alone reads. */
const APK_STATE = ['scripts.tar', 'scripts.tar.gz', 'triggers', 'lock'].flatMap((name) => [
  `lib/apk/db/${name}`,
  `usr/lib/apk/db/${name}`,
]);

/**
 * The files of an image that go: those of its removed packages, their records, what matches the
 * patterns, what newer versions of packages replaced, and links that would lead nowhere then.
 */
export function hiddenPaths(
  { files }: Pick<Inventory, 'files'>,
  installed: readonly InstalledPackage[],
  gone: ReadonlySet<string>,
  { patterns, replaced }: { patterns: readonly string[]; replaced: readonly string[] },
): Set<string> {
  const byPath: Files = new Map(files.map((file) => [file.path, file]));
  const ownedBy = (packages: readonly InstalledPackage[]) =>
    packages.flatMap((one) => one.files.map((path) => realPath(byPath, path)));
  const leaving = installed.filter(({ name }) => gone.has(name));
  const kept = new Set(ownedBy(installed.filter(({ name }) => !gone.has(name))));
  const excluded = excluder(patterns);
  const hidden = new Set(
    [
      ...ownedBy(leaving).filter((path) => !kept.has(path)),
      ...files.map(({ path }) => path).filter((path) => excluded(path) || isRecordOf(path, gone)),
      ...replaced,
      ...(gone.has('apk-tools') ? APK_STATE : []),
    ].filter((path) => byPath.has(path) && byPath.get(path)?.type !== 'directory'),
  );
  for (const file of files) if (leadsTo(byPath, file, hidden)) hidden.add(file.path);
  return hidden;
}

/** A package's list may name a file through a folder that is a link. */
export function realPath(files: Files, path: string): string {
  const folder = dirname(path);
  if (folder === '.') return path;
  const real = follow(files, folder, true);
  return real ? `${real}/${path.slice(folder.length + 1)}` : path.slice(folder.length + 1);
}

function isRecordOf(path: string, gone: ReadonlySet<string>): boolean {
  for (const folder of [DPKG_INFO, DPKG_STATUS_D]) {
    if (!path.startsWith(folder)) continue;
    const name = path.slice(folder.length);
    // `libc6:amd64.list`, `bash.md5sums`, `python3.13-minimal`
    return gone.has(name) || gone.has(name.replace(/(?::[a-z0-9-]+)?\.[a-z0-9]+$/, ''));
  }
  return false;
}

function leadsTo(files: Files, file: ImageFile, hidden: ReadonlySet<string>): boolean {
  if (file.type !== 'symlink' || hidden.has(file.path)) return false;
  const end = follow(files, file.path, true);
  return end !== undefined && hidden.has(end);
}
