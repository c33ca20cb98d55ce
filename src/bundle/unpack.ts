import { createHash } from 'node:crypto';
import { copyFile, link, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, openBlob } from '../oci/blob-writer.ts';
import type { Descriptor } from '../oci/types.ts';
import { TYPES } from './format.ts';
import { type Bundle, placeOf } from './open.ts';
import { type BundleSource, damaged } from './source.ts';

/**
 * Puts every blob of the bundle into the cache, each proven by its digest first, so that nothing damaged
 * gets there; what is there already is read all the same.
 */
export async function unpackBundle(
  { source, descriptors, shown }: Bundle,
  cache: string,
  signal: AbortSignal,
): Promise<void> {
  const blobs = join(cache, 'blobs');
  const all = [...new Map(descriptors.map((one) => [one.digest, one])).values()];
  for (const descriptor of all) {
    signal.throwIfAborted();
    await unpack(source, descriptor, blobs, shown);
    if (descriptor.mediaType !== TYPES.package) continue;
    const name = descriptor.digest.slice('sha256:'.length);
    await secondName(blobPath(blobs, descriptor.digest), join(cache, 'debian', 'pool', name));
  }
}

async function unpack(
  source: BundleSource,
  descriptor: Descriptor,
  blobs: string,
  shown: string,
): Promise<void> {
  const { digest, size } = descriptor;
  const path = await placeOf(source, descriptor, shown);
  const there = await hasSize(blobPath(blobs, digest), size);
  const blob = there ? undefined : await openBlob(blobs);
  const hash = createHash('sha256');
  try {
    for await (const chunk of source.stream(path)) {
      hash.update(chunk);
      await blob?.write(chunk);
    }
    const found = `sha256:${hash.digest('hex')}`;
    if (found !== digest) throw damaged(shown, `the blob ${digest} has the digest ${found}`);
    await blob?.commit();
  } finally {
    await blob?.discard();
  }
}

/** A package is looked for by its checksum in a folder of packages. */
async function secondName(file: string, target: string): Promise<void> {
  if (await stat(target).catch(() => undefined)) return;
  await mkdir(dirname(target), { recursive: true });
  await link(file, target).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') return;
    await copyFile(file, target).catch(async (thrown: unknown) => {
      await rm(target, { force: true });
      throw thrown;
    });
  });
}

async function hasSize(path: string, size: number): Promise<boolean> {
  return stat(path).then(
    (found) => found.size === size,
    () => false,
  );
}
