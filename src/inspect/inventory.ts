import { kindOf, type LayerSource } from '../oci/layer-source.ts';
import { type LayerEntries, type LayerReader, layerEntries, textsOf } from './layer-entries.ts';
import { keepLinked, layOver } from './overlay.ts';
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
  const indexes = new Map<ImageFile, number>();
  const links = new Map<ImageFile, ImageFile>();
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
    const place = { layer, kind, links, replacedLinks, folders: new Map() };
    for (const [index, entry] of tar.entries.entries()) {
      const file = layOver(files, entry, place);
      if (file?.type === 'file') indexes.set(file, index);
    }
  }
  for (const [file, first] of keepLinked(files, links)) indexes.set(file, indexes.get(first) ?? 0);
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const kept = await textsIn(
    tars,
    sorted.filter(({ path }) => texts(path)),
    indexes,
  );
  return { files: sorted, texts: kept, size: sizes(sorted), replacedLinks };
}

interface ReadLayer {
  tar: LayerEntries;
  reader: LayerReader;
}

/** By path: the texts of the files among these, by the index of their entry in their layer. */
async function textsIn(
  tars: readonly ReadLayer[],
  files: readonly ImageFile[],
  indexes: ReadonlyMap<ImageFile, number>,
): Promise<Map<string, string>> {
  const left = files.flatMap((file) => {
    const index = indexes.get(file);
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
