import { readFile } from 'node:fs/promises';
import type { Layout } from '../oci/layout.ts';
import { MEDIA } from '../oci/spec.ts';
import type { ImageBlob, Pushed } from '../registry/push/image.ts';
import { openRepository, type PushOptions, type Repository } from '../registry/push/repository.ts';
import { parseReference } from '../registry/reference.ts';
import type { RunReport } from '../report/types.ts';
import type { Destination } from './destinations.ts';

/** The image of a layout, as it is pushed. */
export async function imageOf(layout: Layout): Promise<Pushed> {
  const { manifest, manifestDigest, blobPath } = layout;
  const blobs = [manifest.config, ...manifest.layers].map(({ digest, size }) => ({
    ...{ digest, size },
    content: { file: blobPath(digest) },
  }));
  const bytes = await readFile(blobPath(manifestDigest));
  return { manifest: { mediaType: manifest.mediaType ?? MEDIA.manifest, bytes }, blobs };
}

/** A repository, and from where in its registry each blob can be had. */
export function prepare(
  { reference }: Destination,
  image: Pushed,
  { image: { base, layers } }: RunReport,
  done: readonly Repository[],
  options: PushOptions,
): { repository: Repository; content: Pushed } {
  const { registry, repository } = reference;
  const same = done.find((one) => one.registry === registry)?.path;
  const parsed = base.kind === 'image' ? parseReference(base.ref) : undefined;
  const own =
    parsed?.ok && parsed.value.registry === registry ? parsed.value.repository : undefined;
  const ofBase = new Set(layers.filter(({ kind }) => kind === 'base').map(({ digest }) => digest));
  const from = ({ digest }: ImageBlob) => same ?? (ofBase.has(digest) ? own : undefined);
  const mounts = [same, own].filter((one) => one !== undefined && one !== repository);
  return {
    repository: openRepository(reference, mounts as string[], options),
    content: {
      ...image,
      blobs: image.blobs.map((blob) => {
        const source = from(blob);
        return { ...blob, ...(source !== repository && { from: source }) };
      }),
    },
  };
}
