import { fileSource } from './byte-source.ts';
import { decompress } from './decompress.ts';
import { safePath } from './safe-path.ts';
import { spool } from './spool.ts';
import { readTar } from './tar-read.ts';

/** Libraries are at most some hundred megabytes. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * The bytes of the wanted files of a layer's tar, by path. The tar lies in `workDir` while it is
 * read. Throws `oci/bad-archive` for a damaged one, `oci/unsafe-entry` for hostile names.
 */
export async function collectFiles(
  tar: AsyncIterable<Uint8Array>,
  wanted: (path: string) => boolean,
  workDir: string,
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const { file, size, discard } = await spool(decompress(tar, 'the layer'), workDir);
  let total = 0;
  try {
    for await (const entry of readTar(fileSource(file, size), 'the layer')) {
      const path = safePath(entry.path);
      if (entry.type !== 'file' || !wanted(path) || total + entry.size > MOST_BYTES) continue;
      total += entry.size;
      const bytes = Buffer.alloc(entry.size);
      await file.read(bytes, 0, entry.size, entry.offset);
      files.set(path, bytes);
    }
  } finally {
    await discard();
  }
  return files;
}
