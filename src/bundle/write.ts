import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { inWords } from '../diagnostics/write-error.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { digestOf, isWhole } from '../oci/digest.ts';
import { canonicalJson, MEDIA, type OciIndex } from '../oci/spec.ts';
import { document, file, folder } from '../oci/tar-contents.ts';
import { writeTarFile } from '../oci/tar-file.ts';
import type { Content } from '../oci/types.ts';
import { writeLayout } from '../oci/write-layout.ts';
import { KIND, REF_NAME } from './format.ts';
import type { Item } from './item.ts';

/** What was written: the digest of index.json names all of it. */
export interface WrittenBundle {
  digest: string;
  /** Bytes of all blobs. */
  size: number;
  entries: number;
}

/**
 * Writes the items as one OCI layout: a `.tar` of it, else a folder. The same items give the same
 * bytes. It is there whole or, if something fails, what was there before still is.
 * @throws HardenError cli/output-exists, build/no-disk.
 */
export async function writeBundle(
  items: readonly Item[],
  path: string,
  signal: AbortSignal,
): Promise<WrittenBundle> {
  const index = indexOf(items);
  const documents = unique(items.flatMap((item) => item.documents));
  const known = new Set(documents.map(({ digest }) => digest));
  const blobs = unique(items.flatMap((item) => item.blobs)).filter((one) => !known.has(one.digest));
  for (const blob of blobs) if (!(await isWhole(blob.file, blob))) throw damagedCache(blob);
  const bytes = canonicalJson(index);
  await (path.endsWith('.tar')
    ? writeArchive({ index: bytes, blobs, documents }, path, signal)
    : writeFolder({ index, blobs, documents }, path, signal)
  ).catch(inWords('while the bundle was written'));
  const size = [
    ...blobs.map((blob) => blob.size),
    ...documents.map((one) => one.bytes.length),
  ].reduce((sum, one) => sum + one, 0);
  return { digest: digestOf(bytes), size, entries: index.manifests.length };
}

function indexOf(items: readonly Item[]): OciIndex {
  const nameOf = ({ annotations, digest }: Item['entry']) =>
    `${annotations?.[KIND]} ${annotations?.[REF_NAME]} ${digest}`;
  // The same image may be asked for twice in the same role.
  const byName = new Map(items.map(({ entry }) => [nameOf(entry), entry]));
  return {
    schemaVersion: 2,
    mediaType: MEDIA.index,
    manifests: [...byName.keys()].sort().flatMap((name) => byName.get(name) ?? []),
    // As `writeLayout` marks its folders, so that both forms have the same index.
    annotations: { 'harden.layout': '1' },
  };
}

interface Parts<I> {
  index: I;
  blobs: Item['blobs'];
  documents: Item['documents'];
}

/** What an older bundle there has already is not copied again. */
async function writeFolder(
  { index, blobs, documents }: Parts<OciIndex>,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const sources: Parameters<typeof writeLayout>[0]['blobs'] = [];
  for (const blob of blobs) {
    signal.throwIfAborted();
    const before = blobPath(join(path, 'blobs'), blob.digest);
    sources.push(
      (await isWhole(before, blob)) ? { ...blob, file: before } : { ...blob, copy: true },
    );
  }
  await writeLayout({ index, documents, blobs: sources }, path, signal);
}

async function writeArchive(
  parts: Parts<Uint8Array>,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeTarFile(contents(parts), path, signal);
}

/** The index comes first: who reads it knows what the rest is. */
async function* contents(parts: Parts<Uint8Array>): AsyncGenerator<Content> {
  yield document('oci-layout', canonicalJson({ imageLayoutVersion: '1.0.0' }));
  yield document('index.json', parts.index);
  yield folder('blobs');
  yield folder('blobs/sha256');
  const all = [...parts.documents, ...parts.blobs];
  for (const one of all.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))) {
    const name = blobPath('blobs', one.digest);
    if ('bytes' in one) yield document(name, one.bytes);
    else yield file(name, one.size, createReadStream(one.file, { highWaterMark: 256 * 1024 }));
  }
}

function damagedCache({ file, digest }: Item['blobs'][number]): HardenError {
  return new HardenError(
    error('bundle/damaged', `${file} of the cache is not what ${digest} names`, {
      hint: 'remove that file and run the command again',
    }),
  );
}

function unique<T extends { digest: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.digest, one])).values()];
}
