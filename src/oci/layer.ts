import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, openBlob } from './blob-writer.ts';
import { GZIP_FORMAT, type GzipLevel, gzip } from './gzip.ts';
import { writeTar } from './tar-write.ts';
import type { Content, LayerBlob } from './types.ts';

export interface LayerOptions {
  /** 0 stores without compression, for what is not shipped. 6 unless told. */
  level?: GzipLevel;
  signal?: AbortSignal;
}

/**
 * Writes the entries, in the order given, as one gzip layer to `<blobDir>/sha256/<hex>`. The same
 * entries give the same bytes everywhere. Memory stays at a few hundred KiB whatever the size.
 *
 * The tar is written first, as its digest tells whether the same layer was compressed before:
 * compression takes ten times as long as the rest.
 */
export async function writeLayer(
  entries: AsyncIterable<Content>,
  blobDir: string,
  options: LayerOptions = {},
): Promise<LayerBlob> {
  const level = options.level ?? 6;
  const tar = await openBlob(blobDir);
  try {
    await copy(writeTar(entries), tar.write, options.signal);
    const { digest: diffId, size: uncompressed } = await tar.finish();
    const record = join(blobDir, 'layers', `${diffId.slice('sha256:'.length)}-${level}.json`);
    const known = await readRecord(record, blobDir);
    const { digest, size } =
      known ?? (await compress(tar.temporary, blobDir, level, options.signal));
    if (!known) await writeRecord(record, { format: GZIP_FORMAT, digest, size });
    return { digest, diffId, size, uncompressed, file: blobPath(blobDir, digest) };
  } finally {
    await tar.discard();
  }
}

async function compress(
  tar: string,
  blobDir: string,
  level: GzipLevel,
  signal: AbortSignal | undefined,
): Promise<{ digest: string; size: number }> {
  const blob = await openBlob(blobDir);
  try {
    const bytes = createReadStream(tar, { highWaterMark: 256 * 1024 });
    await copy(gzip(bytes, level), blob.write, signal);
    const done = await blob.finish();
    await blob.commit();
    return done;
  } finally {
    await blob.discard();
  }
}

async function copy(
  from: AsyncIterable<Uint8Array>,
  write: (chunk: Uint8Array) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const chunk of from) {
    signal?.throwIfAborted();
    await write(chunk);
  }
}

interface LayerRecord {
  format: string;
  digest: string;
  size: number;
}

/** What an earlier run wrote of the same tar, if its blob is still there and whole. */
async function readRecord(path: string, blobDir: string): Promise<LayerRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as LayerRecord;
    const { size } = await stat(blobPath(blobDir, record.digest));
    return record.format === GZIP_FORMAT && size === record.size ? record : undefined;
  } catch {
    return undefined;
  }
}

async function writeRecord(path: string, record: LayerRecord): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, `${JSON.stringify(record)}\n`);
  await rename(temporary, path);
}
