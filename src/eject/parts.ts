import { createReadStream } from 'node:fs';
import { blobDir } from '../cache.ts';
import { readInventory } from '../inspect/inventory.ts';
import { WHITEOUT } from '../inspect/overlay.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { fileRange, fileSource } from '../oci/byte-source.ts';
import { decompress } from '../oci/decompress.ts';
import { writeLayer } from '../oci/layer.ts';
import type { LayerSource } from '../oci/layer-source.ts';
import { spool } from '../oci/spool.ts';
import { readTar } from '../oci/tar-read.ts';
import type { Content } from '../oci/types.ts';
import type { Part } from './types.ts';

/** A part, and the layer on disk that it is made of. */
export interface PartSource {
  part: Part;
  layer: { digest: string; file: string };
}

const MOST_NAMES = 8;

/** A layer of the image as a tar that a builder unpacks: what hides files is not in it. */
export async function partOf(
  layers: LayerSource,
  digest: string,
  { file, what }: Pick<Part, 'file' | 'what'>,
  signal: AbortSignal,
): Promise<PartSource> {
  const { files } = await readInventory(only(layers, digest), { blobDir: blobDir(), signal });
  const named = files.filter(({ type }) => type !== 'directory').map(({ path }) => `/${path}`);
  const shown = named.slice(0, MOST_NAMES).map((path) => `  ${path}`);
  const rest = named.length - shown.length;
  const holds = [...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])];
  const folders = files.filter(({ type }) => type === 'directory').map(({ path }) => `  /${path}/`);
  return {
    part: { file, what, holds: named.length > 0 ? holds : folders.slice(0, MOST_NAMES) },
    layer: { digest, file: layers.blobPath(digest) },
  };
}

/** The same without the marks that hide files of lower layers, which a builder takes for files. */
export async function withoutMarks(source: PartSource, signal: AbortSignal): Promise<PartSource> {
  const layer = await writeLayer(unmarked(source.layer), blobDir(), { signal });
  return { ...source, layer };
}

async function* unmarked({ digest, file }: PartSource['layer']): AsyncGenerator<Content> {
  const plain = await spool(decompress(createReadStream(file), digest), blobDir());
  try {
    for await (const entry of readTar(fileSource(plain.file, plain.size), digest)) {
      const { path, type, offset, size } = entry;
      if (path.split('/').at(-1)?.startsWith(WHITEOUT)) continue;
      // A layer of harden's own has no entries of other types.
      if (!isOwn(type)) continue;
      const body = type === 'file' ? { body: fileRange(plain.file, offset, size) } : {};
      yield { entry: { ...entry, type, path: path.replace(/\/+$/, '') }, ...body };
    }
  } finally {
    await plain.discard();
  }
}

function isOwn(type: string): type is Content['entry']['type'] {
  return ['file', 'directory', 'symlink', 'hardlink'].includes(type);
}

/** A layer that harden's cache has. */
export function cachedBlob(digest: string): string {
  return blobPath(blobDir(), digest);
}

export function only({ layers, blobPath: path }: LayerSource, ...digests: string[]): LayerSource {
  return {
    layers: layers.filter(({ descriptor }) => digests.includes(descriptor.digest)),
    blobPath: path,
  };
}
