import type { Client, Container } from '@dagger.io/dagger';
import { OCI_MEDIA_TYPES, UNCOMPRESSED } from './enums.ts';

export interface LibrariesInput {
  /** File names of libraries, such as libpq.so.5. */
  names: string[];
  /** Path of the OCI archive to write. */
  archive: string;
}

/** Where libraries lie, the most likely folder first; another one counts when none of these has it. */
const FOLDERS = [
  /^(?:usr\/)?lib\/[a-z0-9_]+-linux-gnu\/[^/]+$/,
  /^(?:usr\/)?lib64\/[^/]+$/,
  /^(?:usr\/)?lib\/[^/]+$/,
  /^usr\/local\/lib\/[^/]+$/,
];

/** Which files of a package database say whose a library is. */
const DATABASES = ['var/lib/dpkg', 'lib/apk/db', 'usr/lib/apk/db'];
const DATABASE_FILES = ['status', 'info/*.list', 'installed'];

/**
 * Copies the named libraries out of the toolchain, links followed, with the toolchain's package
 * database, to an archive of one layer.
 * @returns the path of each library that was found, by name.
 */
export async function exportLibraries(
  client: Client,
  built: Container,
  { names, archive }: LibrariesInput,
): Promise<Record<string, string>> {
  const root = built.rootfs();
  const [paths, present] = await Promise.all([
    root.glob('**/*.so*'),
    Promise.all(DATABASES.map((path) => built.exists(`/${path}`))),
  ]);
  const found = Object.fromEntries(
    names.flatMap((name) => {
      const path = placeOf(name, paths);
      return path === undefined ? [] : [[name, `/${path}`]];
    }),
  );
  let tree = client.directory();
  for (const path of Object.values(found)) tree = tree.withFile(path, root.file(path));
  DATABASES.forEach((path, index) => {
    if (!present[index]) return;
    tree = tree.withDirectory(path, root.directory(path), { include: DATABASE_FILES });
  });
  await client
    .container()
    .withDirectory('/', tree)
    .asTarball({ mediaTypes: OCI_MEDIA_TYPES, forcedCompression: UNCOMPRESSED })
    .export(archive);
  return found;
}

function placeOf(name: string, paths: readonly string[]): string | undefined {
  const all = paths
    .map((path) => path.replace(/^\/+/, ''))
    .filter((path) => path === name || path.endsWith(`/${name}`));
  const rank = (path: string) => FOLDERS.findIndex((folder) => folder.test(path));
  return all.filter((path) => rank(path) >= 0).sort((a, b) => rank(a) - rank(b))[0] ?? all[0];
}
