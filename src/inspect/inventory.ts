import { createReadStream } from 'node:fs';
import { streamSource } from '../oci/byte-source.ts';
import { decompress } from '../oci/decompress.ts';
import { kindOf, type LayerSource } from '../oci/layer-source.ts';
import { readTar, type TarEntry } from '../oci/tar-read.ts';
import type { LayerKind } from '../report/types.ts';
import { follow, rooted } from './root.ts';
import type { ImageFile, Inventory } from './types.ts';

type Files = Map<string, ImageFile>;

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Larger files are no package databases and no settings. */
const MAX_TEXT = 16 * 1024 * 1024;

export interface InventoryOptions {
  /** Files whose text is kept, by their path in the image. */
  texts?: (path: string) => boolean;
  signal?: AbortSignal;
}

/**
 * Every file of an image, as a container sees it: the layers are streamed once, from the lowest,
 * and files that a higher layer replaces or deletes are gone. Nothing is written to disk.
 */
export async function readInventory(
  image: LayerSource,
  { texts = () => false, signal }: InventoryOptions = {},
): Promise<Inventory> {
  const files: Files = new Map();
  const kept = new Map<ImageFile, string>();
  const replacedLinks: Inventory['replacedLinks'] = [];
  for (const [layer, { descriptor }] of image.layers.entries()) {
    const stream = createReadStream(image.blobPath(descriptor.digest), {
      highWaterMark: 256 * 1024,
    });
    const source = streamSource(decompress(stream, descriptor.digest));
    for await (const entry of readTar(source, descriptor.digest)) {
      signal?.throwIfAborted();
      const file = apply(files, entry, { layer, kind: kindOf(descriptor), replacedLinks });
      if (file?.type !== 'file' || file.size > MAX_TEXT || !texts(file.path)) continue;
      kept.set(file, (await source.read(file.size)).toString('utf8'));
    }
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files: sorted, texts: textsOf(sorted, kept), size: sizes(sorted), replacedLinks };
}

function textsOf(files: readonly ImageFile[], kept: ReadonlyMap<ImageFile, string>) {
  return new Map(
    files.flatMap((file) => {
      const text = kept.get(file);
      return text === undefined ? [] : [[file.path, text] as const];
    }),
  );
}

interface Place {
  layer: number;
  kind: LayerKind;
  replacedLinks: Inventory['replacedLinks'];
}

/** Gives the file that the entry became, if it became one. */
function apply(files: Files, entry: TarEntry, place: Place): ImageFile | undefined {
  const path = follow(files, entry.path, false);
  if (path === undefined || path === '') return undefined;
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const folder = path.slice(0, Math.max(slash, 0));
  if (name === OPAQUE) remove(files, folder, place.layer, false);
  else if (name.startsWith(WHITEOUT)) {
    const hidden = name.slice(WHITEOUT.length);
    remove(files, folder ? `${folder}/${hidden}` : hidden, place.layer, true);
  } else return put(files, path, entry, place);
  return undefined;
}

function put(files: Files, path: string, entry: TarEntry, place: Place): ImageFile {
  const before = files.get(path);
  if (before?.type === 'symlink' && entry.type === 'directory' && before.layer < place.layer) {
    place.replacedLinks.push({ path, target: before.target ?? '', layer: place.layer });
  }
  if (before?.type === 'directory' && entry.type !== 'directory') {
    remove(files, path, place.layer + 1, true);
  }
  const file = fileOf(path, entry, place);
  files.set(path, file);
  return file;
}

/** Deletes what lower layers have under a path. */
function remove(files: Files, path: string, below: number, itself: boolean): void {
  const inside = path === '' ? '' : `${path}/`;
  for (const [other, { layer }] of files) {
    const hit = other.startsWith(inside) || (itself && other === path);
    if (hit && layer < below) files.delete(other);
  }
}

function fileOf(path: string, entry: TarEntry, { layer, kind }: Place): ImageFile {
  const { type, mode, uid, gid, target } = entry;
  const known =
    type === 'file' || type === 'directory' || type === 'symlink' || type === 'hardlink';
  return {
    path,
    type: known ? type : 'other',
    mode,
    uid,
    gid,
    size: type === 'file' ? entry.size : 0,
    ...(type === 'symlink' ? { target } : type === 'hardlink' ? { target: rooted(target) } : {}),
    capabilities: entry.xattrs.includes('security.capability'),
    layer,
    kind,
    entry: entry.path,
  };
}

function sizes(files: ImageFile[]): Inventory['size'] {
  const size = { base: 0, runtime: 0, dependencies: 0, app: 0 };
  for (const file of files) size[file.kind] += file.size;
  return size;
}
