import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inWords } from '../diagnostics/write-error.ts';

/** Bytes on disk for as long as they are read at random. */
export interface Spool {
  file: FileHandle;
  size: number;
  /** Closes and removes the file. */
  discard(): Promise<void>;
}

const CHUNK = 256 * 1024;

/** Writes bytes to a file of no name in `workDir`; nothing is left there when that fails. */
export async function spool(bytes: AsyncIterable<Uint8Array>, workDir: string): Promise<Spool> {
  await mkdir(workDir, { recursive: true });
  const path = join(workDir, `.tmp-${process.pid}-${randomUUID()}`);
  const remove = () => rm(path, { force: true });
  try {
    const target = createWriteStream(path, { flags: 'wx', highWaterMark: CHUNK });
    await pipeline(bytes, target).catch(inWords('while a layer was written'));
    const file = await open(path);
    const { size } = await file.stat();
    return { file, size, discard: () => file.close().then(remove) };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
