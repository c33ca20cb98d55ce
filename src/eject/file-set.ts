import { blobDir } from '../cache.ts';
import { readInventory } from '../inspect/inventory.ts';
import type { ImageFile } from '../inspect/types.ts';
import { hexOfNext } from '../oci/digest.ts';
import { layerBytes } from '../oci/layer-bytes.ts';
import type { LayerSource } from '../oci/layer-source.ts';
import { readTar } from '../oci/tar-read.ts';

/** A file of an image as a program sees it; a second name of a file is a file like any other. */
export interface SeenFile {
  type: 'file' | 'directory' | 'symlink' | 'other';
  mode: number;
  uid: number;
  gid: number;
  target: string;
  /** SHA-256 of its bytes, in hexadecimal; empty for all but files. */
  content: string;
}

/** Every file of an image by its path, with the digest of what is in it. */
export async function fileSet(
  image: LayerSource,
  signal: AbortSignal,
): Promise<Map<string, SeenFile>> {
  const { files } = await readInventory(image, { blobDir: blobDir(), signal });
  const byPath = new Map(files.map((file) => [file.path, file]));
  const contents = new Map<string, string>();
  for (const [layer, { descriptor }] of image.layers.entries()) {
    const wanted = files.filter((file) => file.type === 'file' && file.layer === layer);
    const digests = await digestsIn(
      image.blobPath(descriptor.digest),
      descriptor.digest,
      wanted,
      signal,
    );
    for (const { path, entry } of wanted) contents.set(path, digests.get(entry) ?? '');
  }
  return new Map(files.map((file) => [file.path, seen(file, byPath, contents)]));
}

function seen(
  file: ImageFile,
  files: ReadonlyMap<string, ImageFile>,
  contents: ReadonlyMap<string, string>,
): SeenFile {
  const first = file.type === 'hardlink' ? (files.get(file.target ?? '') ?? file) : file;
  const { mode, uid, gid } = first;
  return {
    type: first.type === 'hardlink' ? 'other' : first.type,
    mode: first.type === 'symlink' ? 0o777 : mode & 0o7777,
    ...{ uid, gid },
    target: first.type === 'symlink' ? (first.target ?? '') : '',
    content: contents.get(first.path) ?? '',
  };
}

/** By the name of the entry; of two of one name the last one counts. */
async function digestsIn(
  blob: string,
  digest: string,
  files: readonly ImageFile[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (files.length === 0) return found;
  const names = new Set(files.map(({ entry }) => entry));
  const { source, close } = await layerBytes(blob, digest);
  try {
    for await (const { type, path, size } of readTar(source, digest)) {
      signal.throwIfAborted();
      if (type !== 'file' || !names.has(path)) continue;
      found.set(path, await hexOfNext(source, size));
    }
  } finally {
    await close();
  }
  return found;
}
