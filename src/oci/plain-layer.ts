import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { decompress } from './decompress.ts';
import { guarded } from './expansion.ts';
import { recorded } from './layer-record.ts';

/** What a layer is without its compression. */
export interface PlainLayer {
  diffId: string;
  /** Bytes of the tar. */
  uncompressed: number;
}

/** Reads a layer once: the blob folder has a record of it then. */
export function plainOf(digest: string, file: string, blobDir: string): Promise<PlainLayer> {
  return recorded(blobDir, 'base', digest, () => read(digest, file));
}

async function read(digest: string, file: string): Promise<PlainLayer> {
  const hash = createHash('sha256');
  let uncompressed = 0;
  const { size } = await stat(file);
  for await (const chunk of guarded(decompress(createReadStream(file), digest), size, digest)) {
    hash.update(chunk);
    uncompressed += chunk.length;
  }
  return { diffId: `sha256:${hash.digest('hex')}`, uncompressed };
}
