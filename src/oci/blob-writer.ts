import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inWords } from '../diagnostics/write-error.ts';
import { isWhole } from './digest.ts';
import { keepFirst } from './keep-first.ts';

/** Bytes that become a file named by their digest, or nothing at all. */
export interface BlobWriter {
  write(chunk: Uint8Array): Promise<void>;
  /** Where the bytes are until `commit`. */
  temporary: string;
  /** Ends the writing, without a name yet. */
  finish(): Promise<{ digest: string; size: number }>;
  /** Moves the finished file to `<blobDir>/sha256/<hex>`, where it is not there and whole, and gives that path. */
  commit(): Promise<string>;
  /** Removes what was not committed; does no harm after `commit`. */
  discard(): Promise<void>;
}

const BUFFER = 256 * 1024;

/** Where a blob lies in a blob folder, an OCI layout's `blobs` included. */
export function blobPath(blobDir: string, digest: string): string {
  return join(blobDir, digest.replace(':', '/'));
}

/** A writer that counts and digests while it writes, in few and large writes. */
export async function openBlob(blobDir: string): Promise<BlobWriter> {
  await mkdir(join(blobDir, 'sha256'), { recursive: true });
  const temporary = join(blobDir, `.tmp-${process.pid}-${randomUUID()}`);
  const file = await open(temporary, 'wx', 0o644);
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(BUFFER);
  let filled = 0;
  let size = 0;
  let closed = false;
  let done: { digest: string; size: number } | undefined;

  const put = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await file
        .write(bytes, at, bytes.length - at)
        .catch(inWords('while a layer was written'));
      at += bytesWritten;
    }
  };
  const flush = async (): Promise<void> => {
    if (filled) await put(buffer.subarray(0, filled));
    filled = 0;
  };
  const close = async (): Promise<void> => {
    if (!closed) await file.close();
    closed = true;
  };

  const finish = async (): Promise<{ digest: string; size: number }> => {
    if (done) return done;
    await flush();
    await close();
    done = { digest: `sha256:${hash.digest('hex')}`, size };
    return done;
  };

  return {
    temporary,
    finish,
    async write(chunk) {
      size += chunk.length;
      if (filled + chunk.length > BUFFER) await flush();
      if (chunk.length >= BUFFER) return put(chunk);
      buffer.set(chunk, filled);
      filled += chunk.length;
    },
    async commit() {
      const blob = await finish();
      const path = blobPath(blobDir, blob.digest);
      await keepFirst(temporary, path, (file) => isWhole(file, blob));
      return path;
    },
    async discard() {
      await close();
      await rm(temporary, { force: true });
    },
  };
}
