import { inParallel } from '../../debian/parallel.ts';
import { digestOf } from '../../oci/digest.ts';
import { type Arrival, type Blob, type BlobOptions, hasBlob, pushBlob } from './blob.ts';
import { type Manifest, putManifest, readManifest, sameManifest } from './manifest.ts';
import { otherDigest } from './refusal.ts';
import type { Repository } from './repository.ts';

/** A blob, and from where else in its registry it can be had. */
export interface ImageBlob extends Blob {
  from?: string | undefined;
}

/** An image or another artifact, whole. */
export interface Pushed {
  manifest: Manifest;
  blobs: readonly ImageBlob[];
}

/** How the blobs of an image came to a repository; bytes are those that were sent, and of all. */
export interface Arrivals {
  total: { blobs: number; bytes: number };
  uploaded: { blobs: number; bytes: number };
  mounted: number;
  existing: number;
}

export interface ImageOptions extends Pick<BlobOptions, 'chunk'> {
  /** Told how many bytes are there, of how many; those that need not be sent count too. */
  told?: (bytes: number, total: number) => void;
}

/** Uploads at a time. */
const PARALLEL = 4;

/**
 * Brings an image into a repository, under its digest alone: first all that it names, then its
 * manifest. What came is read back. A run that is cut leaves nothing that has a name.
 */
export async function pushImage(
  repository: Repository,
  { manifest, blobs }: Pushed,
  { chunk, told = () => undefined }: ImageOptions = {},
): Promise<Arrivals> {
  const unique = [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
  const arrived = new Map<string, number>();
  const all = total(unique);
  const tell = ({ digest }: Blob, bytes: number) => {
    arrived.set(digest, bytes);
    told(
      [...arrived.values()].reduce((sum, one) => sum + one, 0),
      all,
    );
  };
  const arrivals = await inParallel(
    unique,
    PARALLEL,
    async (blob, signal) => {
      const arrival = await pushBlob({ ...repository, signal }, blob, {
        ...{ from: blob.from, arrived: (bytes) => tell(blob, bytes) },
        ...(chunk && { chunk }),
      });
      tell(blob, blob.size);
      return arrival;
    },
    repository.signal,
  );
  const digest = digestOf(manifest.bytes);
  await putManifest(repository, digest, manifest);
  await sameManifest(repository, digest, manifest.bytes);
  await inParallel(
    unique,
    PARALLEL,
    async (blob) => {
      if (await hasBlob(repository, blob)) return;
      throw otherDigest(`${repository.name}: a blob`, blob.digest, 'nothing');
    },
    repository.signal,
  );
  return sumOf(unique, arrivals);
}

/** Gives an image that is there by its digest a tag, and reads it back. */
export async function tagImage(
  repository: Repository,
  tag: string,
  manifest: Manifest,
): Promise<void> {
  const before = await readManifest(repository, tag);
  // A tag that may not be moved may be put twice, and an answer may have been lost.
  if (before?.equals(manifest.bytes)) return;
  await putManifest(repository, tag, manifest);
  await sameManifest(repository, tag, manifest.bytes);
}

function sumOf(blobs: readonly Blob[], arrivals: readonly Arrival[]): Arrivals {
  const sum: Arrivals = {
    total: { blobs: blobs.length, bytes: total(blobs) },
    ...{ uploaded: { blobs: 0, bytes: 0 }, mounted: 0, existing: 0 },
  };
  for (const [i, arrival] of arrivals.entries()) {
    if (arrival === 'uploaded') {
      sum.uploaded.blobs += 1;
      sum.uploaded.bytes += blobs[i]?.size ?? 0;
    } else sum[arrival] += 1;
  }
  return sum;
}

function total(blobs: readonly Blob[]): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}
