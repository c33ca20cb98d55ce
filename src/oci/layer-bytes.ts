import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type ByteSource, fileSource, streamSource } from './byte-source.ts';
import { decompress } from './decompress.ts';

const CHUNK = 256 * 1024;
/** The magic numbers of gzip and zstd; what begins otherwise is a tar. */
const PACKED = /^(?:1f8b|28b52ffd)/;

export interface LayerBytes {
  source: ByteSource;
  close(): Promise<void>;
}

/** The tar of a layer from front to back; of one that is not packed, what is passed over is not read. */
export async function layerBytes(file: string, digest: string): Promise<LayerBytes> {
  if (await isPlain(file)) {
    const handle = await open(file);
    const { size } = await handle.stat();
    return { source: fileSource(handle, size), close: () => handle.close() };
  }
  const stream = createReadStream(file, { highWaterMark: CHUNK });
  return {
    source: streamSource(decompress(stream, digest)),
    close: async () => void stream.destroy(),
  };
}

/** Whether a layer lies there as a tar. */
export async function isPlain(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return !PACKED.test(buffer.toString('hex', 0, bytesRead));
  } finally {
    await handle.close();
  }
}
