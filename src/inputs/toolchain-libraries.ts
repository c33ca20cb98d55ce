import { ownersIn } from '../adapt/owners.ts';
import { blobDir } from '../cache.ts';
import type { BuildInput, Pipeline } from '../dagger/index.ts';
import type { TakeLibraries } from '../libraries.ts';
import { openArchive } from '../oci/archive.ts';
import { collectFiles } from '../oci/collect.ts';
import { isDatabaseFile } from '../packages/installed.ts';

/** @param archive where the engine may write its archive. */
export function toolchainLibraries(
  pipeline: Pick<Pipeline, 'libraries'>,
  built: BuildInput,
  archive: string,
): TakeLibraries {
  return async (names) => {
    const paths = await pipeline.libraries({ ...built, names, archive });
    const opened = await openArchive(archive);
    try {
      const digest = opened.layers[0]?.descriptor.digest ?? '';
      const wanted = new Set(Object.values(paths).map((path) => path.replace(/^\/+/, '')));
      const files = await collectFiles(
        opened.blob(digest),
        (path) => wanted.has(path) || isDatabaseFile(path),
        blobDir(),
      );
      const texts = new Map([...files].map(([path, bytes]) => [path, bytes.toString('utf8')]));
      const ownerOf = ownersIn(texts);
      return names.flatMap((name) => {
        const path = paths[name];
        const bytes = path && files.get(path.replace(/^\/+/, ''));
        const owner = path && ownerOf(path);
        return path && bytes ? [{ name, path, bytes, ...(owner && { owner }) }] : [];
      });
    } finally {
      await opened.close();
    }
  };
}
