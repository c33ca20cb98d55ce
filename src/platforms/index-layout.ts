import { readFile, stat } from 'node:fs/promises';
import { fullName } from '../oci/assemble.ts';
import { describe } from '../oci/digest.ts';
import { type Layout, readLayout } from '../oci/layout.ts';
import { canonicalJson, MEDIA, type OciIndex } from '../oci/spec.ts';
import type { Descriptor } from '../oci/types.ts';
import { type LayoutFiles, writeLayout } from '../oci/write-layout.ts';

/**
 * Writes the images of several platforms as one layout with an index of them, in this order: all of
 * it, or nothing. The digest depends on the images alone.
 * @param dirs the layouts of the images.
 * @returns the digest of the index.
 */
export async function writeIndexLayout(
  name: string,
  dirs: readonly string[],
  layoutDir: string,
  signal?: AbortSignal,
): Promise<string> {
  const layouts = await Promise.all(dirs.map((dir) => readLayout(dir)));
  const manifests = await Promise.all(layouts.map(descriptorOf));
  const bytes = canonicalJson({ schemaVersion: 2, mediaType: MEDIA.index, manifests });
  const descriptor = describe(MEDIA.index, bytes);
  const { digest } = descriptor;
  const annotations = {
    'io.containerd.image.name': fullName(name),
    'org.opencontainers.image.ref.name': 'latest',
  };
  const own = { ...descriptor, annotations };
  const index: OciIndex = { schemaVersion: 2, mediaType: MEDIA.index, manifests: [own] };
  const files = await Promise.all(layouts.map(filesOf));
  await writeLayout(
    {
      index,
      documents: [...files.flatMap(({ documents }) => documents), { digest, bytes }],
      blobs: files.flatMap(({ blobs }) => blobs),
    },
    layoutDir,
    signal,
  );
  return digest;
}

async function descriptorOf({ manifest, manifestDigest, config, blobPath }: Layout) {
  const { size } = await stat(blobPath(manifestDigest));
  const { os, architecture } = config;
  const mediaType = manifest.mediaType ?? MEDIA.manifest;
  const descriptor: Descriptor = { mediaType, digest: manifestDigest, size };
  return { ...descriptor, platform: { os, architecture } };
}

async function filesOf(layout: Layout): Promise<Omit<LayoutFiles, 'index'>> {
  const { manifestDigest, configDigest, layers, blobPath } = layout;
  const documents = [configDigest, manifestDigest].map(async (digest) => ({
    digest,
    bytes: await readFile(blobPath(digest)),
  }));
  return {
    documents: await Promise.all(documents),
    blobs: layers.map(({ descriptor: { digest, size } }) => ({
      digest,
      size,
      file: blobPath(digest),
    })),
  };
}
