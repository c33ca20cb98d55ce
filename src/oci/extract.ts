import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileSource } from './byte-source.ts';
import { decompress } from './decompress.ts';
import { isPlain } from './layer-bytes.ts';
import type { LayerSource } from './layer-source.ts';
import { type Spool, spool } from './spool.ts';
import { readTar } from './tar-read.ts';

const CHUNK = 256 * 1024;

/** A file of a layer with random access to its bytes, for as long as `use` runs. */
export interface LayerFile {
  path: string;
  size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * Calls `use` for every wanted file of one layer of an image, in the layer's order. The plain tar of
 * one that is packed lies in `workDir` meanwhile; nothing is unpacked.
 */
export async function eachFile(
  image: LayerSource,
  layer: { descriptor: { digest: string } },
  wanted: (path: string) => boolean,
  workDir: string,
  use: (file: LayerFile) => Promise<void>,
): Promise<void> {
  const { digest } = layer.descriptor;
  const { file, size, discard } = await plainFile(image.blobPath(digest), digest, workDir);
  try {
    for await (const entry of readTar(fileSource(file, size), digest)) {
      if (entry.type !== 'file' || !wanted(entry.path)) continue;
      await use({
        path: entry.path,
        size: entry.size,
        async read(offset, length) {
          const buffer = Buffer.alloc(Math.max(0, Math.min(length, entry.size - offset)));
          const { bytesRead } = await file.read(buffer, 0, buffer.length, entry.offset + offset);
          return buffer.subarray(0, bytesRead);
        },
      });
    }
  } finally {
    await discard();
  }
}

async function plainFile(blob: string, digest: string, workDir: string): Promise<Spool> {
  if (await isPlain(blob)) {
    const file = await open(blob);
    const { size } = await file.stat();
    return { file, size, discard: () => file.close() };
  }
  return spool(decompress(createReadStream(blob, { highWaterMark: CHUNK }), digest), workDir);
}
