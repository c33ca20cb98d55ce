import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decompress } from './decompress.ts';

/** What a layer is without its compression. */
export interface PlainLayer {
  diffId: string;
  /** Bytes of the tar. */
  uncompressed: number;
}

/** Reads a layer once; what it is never changes, so it is written down in the blob folder. */
export async function plainOf(digest: string, file: string, blobDir: string): Promise<PlainLayer> {
  const record = join(blobDir, 'layers', `base-${digest.slice('sha256:'.length)}.json`);
  const known = await readFile(record, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as PlainLayer;
  const hash = createHash('sha256');
  let uncompressed = 0;
  for await (const chunk of decompress(createReadStream(file), digest)) {
    hash.update(chunk);
    uncompressed += chunk.length;
  }
  const plain = { diffId: `sha256:${hash.digest('hex')}`, uncompressed };
  await mkdir(dirname(record), { recursive: true });
  const temporary = `${record}.${randomUUID()}`;
  await writeFile(temporary, JSON.stringify(plain));
  await rename(temporary, record);
  return plain;
}
