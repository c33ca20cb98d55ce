import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { badArchive } from './tar-header.ts';

const ZSTD = '28b52ffd';

/** The plain bytes of a layer that is a gzip or a tar. Errors are `oci/bad-archive`. */
export async function* decompress(
  input: AsyncIterable<Uint8Array>,
  where: string,
): AsyncGenerator<Uint8Array> {
  const chunks = input[Symbol.asyncIterator]();
  const head = await headOf(chunks);
  const all = prepended(head, chunks);
  if (head.toString('hex', 0, 4) === ZSTD)
    throw badArchive(where, 'it is compressed with zstd, gzip was expected');
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* all;
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  let failure: unknown;
  pipeline(Readable.from(all, { objectMode: false }), gunzip, (cause) => {
    failure ??= cause;
  });
  try {
    yield* gunzip;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) {
      throw badArchive(where, `its gzip data is damaged (${(cause as Error).message})`);
    }
    throw failure ?? cause;
  } finally {
    gunzip.destroy();
  }
}

async function headOf(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* prepended(
  head: Buffer,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length) yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}
