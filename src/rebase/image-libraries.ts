import { createReadStream } from 'node:fs';
import { ownersIn } from '../adapt/owners.ts';
import { blobDir } from '../cache.ts';
import { readInventory } from '../inspect/inventory.ts';
import type { TakeLibraries, TakenLibrary } from '../libraries.ts';
import { collectFiles } from '../oci/collect.ts';
import { isDatabaseFile } from '../packages/installed.ts';
import type { ImageLayer } from '../report/types.ts';
import type { Previous } from './previous.ts';

/**
 * The libraries that a build copied from its toolchain, out of the image it made: they are the last that
 * was put on the base. Others are not taken, as no toolchain of a lock would give them.
 */
export function imageLibraries(
  { layout }: Pick<Previous, 'layout'>,
  below: readonly ImageLayer[],
): TakeLibraries {
  const last = below.at(-1);
  return async (names) => {
    if (last?.kind !== 'runtime') return [];
    const [files, { texts }] = await Promise.all([
      collectFiles(
        createReadStream(layout.blobPath(last.digest)),
        (path) => names.some((name) => path.endsWith(`/${name}`)),
        blobDir(),
      ),
      readInventory(layout, { texts: isDatabaseFile, blobDir: blobDir() }),
    ]);
    const ownerOf = ownersIn(texts);
    return names.flatMap((name): TakenLibrary[] => {
      const [path, bytes] = [...files].find(([at]) => at.endsWith(`/${name}`)) ?? [];
      const owner = path && ownerOf(path);
      return path && bytes && owner ? [{ name, path, bytes, owner }] : [];
    });
  };
}
