import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import xz from 'xz-decompress';

export type Compression = 'none' | 'gz' | 'xz';

const CHUNK = 256 * 1024;

/**
 * The bytes that were compressed. Read xz streams one after the other, each to its end or until
 * `return`: the decoder has one memory for all, and the next stream waits for it.
 */
export async function* decompress(
  bytes: Readable,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  try {
    if (compression === 'xz') yield* unxz(bytes);
    else if (compression === 'gz') yield* gunzip(bytes);
    else yield* bytes;
  } finally {
    bytes.destroy();
  }
}

function unxz(bytes: Readable): AsyncIterable<Uint8Array> {
  const web = Readable.toWeb(bytes) as unknown as ReadableStream<Uint8Array>;
  return new xz.XzReadableStream(web) as unknown as AsyncIterable<Uint8Array>;
}

function gunzip(bytes: Readable): AsyncIterable<Uint8Array> {
  const gunzipped = createGunzip({ chunkSize: CHUNK });
  bytes.on('error', (thrown) => gunzipped.destroy(thrown));
  return bytes.pipe(gunzipped);
}
