import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ByteSource } from './byte-source.ts';
import type { Descriptor } from './types.ts';

const PIECE = 1024 * 1024;

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A document as manifests and indexes name it. */
export function describe(mediaType: string, bytes: Uint8Array): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

/** A file is read piece by piece: a layer may be larger than the memory. */
export async function digestOfFile(file: string): Promise<{ digest: string; size: number }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: PIECE }), hash);
  return { digest: `sha256:${hash.digest('hex')}`, size: (await stat(file)).size };
}

/** Whether there is such a file with all of these bytes; one of another size is not read. */
export async function isWhole(
  file: string,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.size === size && (await digestOfFile(file)).digest === digest;
}

/** SHA-256 of the next `size` bytes, in hexadecimal, or of what there is where it ends before. */
export async function hexOfNext(source: ByteSource, size: number): Promise<string> {
  const hash = createHash('sha256');
  for (let left = size; left > 0; ) {
    const piece = await source.read(Math.min(left, PIECE));
    if (piece.length === 0) break;
    hash.update(piece);
    left -= piece.length;
  }
  return hash.digest('hex');
}
