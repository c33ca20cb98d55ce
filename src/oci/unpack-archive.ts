import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, HardenError } from '../diagnostics/diagnostic.ts';
import { openBlob } from './blob-writer.ts';
import { type ByteSource, streamSource } from './byte-source.ts';
import { decompress } from './decompress.ts';
import { dockerImage, type Saved } from './docker-archive.ts';
import { guarded } from './expansion.ts';
import { notAnImage } from './supported.ts';
import { readTar, type TarEntry } from './tar-read.ts';

const MAX_DOCUMENT = 4 * 1024 * 1024;
const CHUNK = 256 * 1024;
const BLOB = /^blobs\/sha256\/[0-9a-f]{64}$/;
const LAYER = /(?:^|\/)layer\.tar$|^[0-9a-f]{64}\.tar(?:\.gz)?$|^sha256:[0-9a-f]{64}$/;

/**
 * Writes the image of an archive as a layout: one of `docker save`, old or new, or of the OCI, plain or
 * in gzip. Its name is there where the archive has one. Throws `oci/not-an-image` for other files and
 * `oci/bad-archive` for those that are damaged.
 */
export async function unpackArchive(
  file: string,
  shown: string,
  layoutDir: string,
): Promise<{ name?: string }> {
  const blobs = join(layoutDir, 'blobs');
  const saved: Saved = { documents: new Map(), blobs: new Map(), links: new Map() };
  const { size } = await stat(file);
  const stream = createReadStream(file, { highWaterMark: CHUNK });
  try {
    const source = streamSource(guarded(decompress(stream, shown), size, shown));
    for await (const entry of readTar(source, shown)) {
      await take({ ...entry, path: entry.path.replace(/^(?:\.\/)+/, '') }, source, saved, blobs);
    }
  } catch (thrown) {
    throw inWords(thrown, shown, saved);
  } finally {
    stream.destroy();
  }
  const index = saved.documents.get('index.json');
  if (!index && !saved.documents.has('manifest.json')) {
    throw notAnImage(shown, 'it has neither index.json nor manifest.json');
  }
  const docker = index ? undefined : await dockerImage(shown, saved, blobs);
  await mkdir(layoutDir, { recursive: true });
  await writeFile(join(layoutDir, 'index.json'), index ?? docker?.index ?? '');
  return docker?.name === undefined ? {} : { name: docker.name };
}

async function take(entry: TarEntry, source: ByteSource, saved: Saved, blobs: string) {
  const { path, type, size } = entry;
  if (type === 'symlink' || type === 'hardlink') saved.links.set(path, entry);
  if (type !== 'file') return;
  if (/^[^/]+\.json$/.test(path) && size <= MAX_DOCUMENT) {
    saved.documents.set(path, Buffer.from(await source.read(size)));
  } else if (BLOB.test(path) || LAYER.test(path)) {
    const blob = await openBlob(blobs);
    try {
      for (let left = size; left > 0; ) {
        const chunk = await source.read(Math.min(left, CHUNK));
        if (chunk.length === 0) break;
        left -= chunk.length;
        await blob.write(chunk);
      }
      const { digest } = await blob.finish();
      saved.blobs.set(path, { digest, size });
      await blob.commit();
    } finally {
      await blob.discard();
    }
  }
}

/** A file whose first header is none is no damaged archive, but none at all. */
function inWords(thrown: unknown, shown: string, { documents, blobs }: Saved): unknown {
  if (!(thrown instanceof HardenError)) return thrown;
  if (documents.size === 0 && blobs.size === 0) return notAnImage(shown, 'it is no tar of one');
  const hint = 'save the image again: this file was cut off or damaged';
  const told = thrown.diagnostics.map(
    (one): Diagnostic => (one.code === 'oci/bad-archive' ? { ...one, hint } : one),
  );
  return new HardenError(...told);
}
