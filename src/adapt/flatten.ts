import { createReadStream } from 'node:fs';
import { textFile } from '../debian/text-file.ts';
import type { ImageFile } from '../inspect/types.ts';
import { fileRange, fileSource } from '../oci/byte-source.ts';
import { decompress } from '../oci/decompress.ts';
import type { LayerSource } from '../oci/layer-source.ts';
import { type Spool, spool } from '../oci/spool.ts';
import { readTar } from '../oci/tar-read.ts';
import type { Content } from '../oci/types.ts';
import { above, type Changes, FOLDER, inPlaceOf } from './contents.ts';

/** A layer's plain tar on disk, and where the bytes of its files start. */
interface LayerSpool extends Spool {
  offsets: Map<string, number>;
}

/**
 * All final files of the layers as one layer, in the order of their paths, without what is hidden
 * and with what is written anew. Owners and modes stay, but nothing gains rights by running.
 */
export async function* flattened(
  source: LayerSource,
  files: readonly ImageFile[],
  { hidden, texts, folders }: Changes,
  workDir: string,
): AsyncGenerator<Content> {
  const spools: LayerSpool[] = [];
  try {
    for (const { descriptor } of source.layers) {
      spools.push(await spooled(source.blobPath(descriptor.digest), descriptor.digest, workDir));
    }
    const kept = files.filter(({ path, type }) => !hidden.has(path) && type !== 'other');
    const byPath = new Map(kept.map((file) => [file.path, file]));
    const own = [...texts.keys(), ...folders.keys()];
    const paths = new Set([...byPath.keys(), ...own, ...own.flatMap(above)]);
    for (const path of [...paths].sort()) {
      const text = texts.get(path);
      const file = byPath.get(path);
      if (text !== undefined) yield inPlaceOf(file, textFile(path, text));
      else if (file) yield contentOf(file, spools[file.layer]);
      else yield { entry: { path, type: 'directory', size: 0, ...(folders.get(path) ?? FOLDER) } };
    }
  } finally {
    for (const { discard } of spools) await discard();
  }
}

async function spooled(path: string, digest: string, workDir: string): Promise<LayerSpool> {
  const plain = await spool(decompress(createReadStream(path), digest), workDir);
  const offsets = new Map<string, number>();
  for await (const entry of readTar(fileSource(plain.file, plain.size), digest)) {
    offsets.set(entry.path, entry.offset);
  }
  return { ...plain, offsets };
}

function contentOf(file: ImageFile, layer: LayerSpool | undefined): Content {
  const { path, uid, gid, size, target = '' } = file;
  const mode = file.mode & 0o1777;
  const common = { path, mode, uid, gid };
  if (file.type === 'directory') return { entry: { ...common, type: 'directory', size: 0 } };
  if (file.type === 'symlink') return { entry: { ...common, type: 'symlink', size: 0, target } };
  if (file.type === 'hardlink') return { entry: { ...common, type: 'hardlink', size: 0, target } };
  const offset = layer?.offsets.get(file.entry);
  if (!layer || offset === undefined) throw new Error(`${path} is in no layer any more`);
  return { entry: { ...common, type: 'file', size }, body: fileRange(layer.file, offset, size) };
}
