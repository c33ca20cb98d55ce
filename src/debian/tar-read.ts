import { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';

/** A tar entry; its body has to be read, or is skipped, before the next one is asked for. */
export interface TarEntry {
  header: Header;
  body: AsyncIterable<Uint8Array>;
}

/** The entries of a tar as they come. Throws what the bytes or the tar reader throw. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = extract();
  const source = Readable.from(bytes, { objectMode: false, highWaterMark: 256 * 1024 });
  source.on('error', (thrown) => reader.destroy(thrown));
  source.pipe(reader);
  try {
    for await (const entry of reader) {
      yield { header: entry.header, body: entry as AsyncIterable<Uint8Array> };
      entry.resume();
    }
  } finally {
    source.destroy();
    reader.destroy();
  }
}
