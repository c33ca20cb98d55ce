import { kindOf, type LayerSource } from '../oci/layer-source.ts';
import { type LayerEntries, type LayerReader, layerEntries, textsOf } from './layer-entries.ts';
import { layOver } from './overlay.ts';
import type { ImageFile, Inventory } from './types.ts';

export interface InventoryOptions {
  /** Files whose text is kept, by their path in the image. */
  texts?: (path: string) => boolean;
  /** The blob folder, where what is read of a layer is kept. */
  blobDir?: string;
  signal?: AbortSignal;
}

/**
 * Every file of an image, as a container sees it: the layers count from the lowest, and files that a
 * higher one replaces or deletes are gone. Layers are streamed, once in the life of the process or
 * of the blob folder, unless other texts are wanted of them later.
 */
export async function readInventory(
  image: LayerSource,
  { texts = () => false, blobDir, signal }: InventoryOptions = {},
): Promise<Inventory> {
  const files = new Map<string, ImageFile>();
  const wanted = new Map<ImageFile, number>();
  const tars: ReadLayer[] = [];
  const replacedLinks: Inventory['replacedLinks'] = [];
  for (const [layer, { descriptor }] of image.layers.entries()) {
    const kind = kindOf(descriptor);
    // The next build has another layer of the app.
    const kept = kind === 'app' ? undefined : blobDir;
    const reader = { image, digest: descriptor.digest, likely: texts, blobDir: kept, signal };
    const tar = await layerEntries(reader);
    signal?.throwIfAborted();
    tars.push({ tar, reader });
    for (const [index, entry] of tar.entries.entries()) {
      const file = layOver(files, entry, { layer, kind, replacedLinks });
      if (file?.type === 'file' && texts(file.path)) wanted.set(file, index);
    }
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const kept = await textsIn(tars, sorted, wanted);
  return { files: sorted, texts: kept, size: sizes(sorted), replacedLinks };
}

interface ReadLayer {
  tar: LayerEntries;
  reader: LayerReader;
}

/** By path: the texts of the wanted files that are left, which have an entry in their layer each. */
async function textsIn(
  tars: readonly ReadLayer[],
  files: readonly ImageFile[],
  wanted: ReadonlyMap<ImageFile, number>,
): Promise<Map<string, string>> {
  const left = files.flatMap((file) => {
    const index = wanted.get(file);
    return index === undefined ? [] : [{ file, index }];
  });
  const texts = await Promise.all(
    tars.map(({ tar, reader }, layer) => {
      const own = left.filter(({ file }) => file.layer === layer);
      return textsOf(
        tar,
        own.map(({ index }) => index),
        reader,
      );
    }),
  );
  return new Map(
    left.flatMap(({ file, index }) => {
      const text = texts[file.layer]?.get(index);
      return text === undefined ? [] : [[file.path, text] as const];
    }),
  );
}

function sizes(files: ImageFile[]): Inventory['size'] {
  const size = { base: 0, runtime: 0, dependencies: 0, app: 0 };
  for (const file of files) size[file.kind] += file.size;
  return size;
}
