import { inParallel } from '../../debian/parallel.ts';
import { describe } from '../../oci/digest.ts';
import type { OciIndex } from '../../oci/spec.ts';
import { canonicalJson, MEDIA } from '../../oci/spec.ts';
import type { Descriptor } from '../../oci/types.ts';
import { isReferrer } from '../documents.ts';
import { pushBlob } from './blob.ts';
import { putManifest, readManifest, sameManifest, wholeBody } from './manifest.ts';
import type { Repository } from './repository.ts';

/** A document about an image, which is found through the image. */
export interface Statement {
  /** What kind of document it is, as a media type. */
  artifactType: string;
  bytes: Uint8Array;
  annotations: Record<string, string>;
}

const EMPTY = Buffer.from('{}');
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/** Documents at a time. */
const PARALLEL = 4;

/** A referrer as a list of referrers has it. */
type Referrer = Descriptor & { artifactType: string };

/**
 * Puts documents beside an image as its referrers, and gives their digests. Where a registry keeps no
 * list of referrers, they are in an index under the tag `sha256-…`, where others look for them too.
 * The same documents have the same digests.
 */
export async function pushReferrers(
  repository: Repository,
  subject: Descriptor,
  statements: readonly Statement[],
): Promise<string[]> {
  if (statements.length === 0) return [];
  await pushBlob(repository, { ...describe(EMPTY_TYPE, EMPTY), content: EMPTY });
  const pushed = await inParallel(
    statements,
    PARALLEL,
    (one, signal) => pushOne({ ...repository, signal }, subject, one),
    repository.signal,
  );
  const unsure = pushed.filter(({ listed }) => !listed).map(({ referrer }) => referrer);
  if (unsure.length > 0) await listIfNeeded(repository, subject, unsure);
  return pushed.map(({ referrer }) => referrer.digest);
}

async function pushOne(
  repository: Repository,
  subject: Descriptor,
  { artifactType, bytes, annotations }: Statement,
): Promise<{ referrer: Referrer; listed: boolean }> {
  const layer = describe(artifactType, bytes);
  await pushBlob(repository, { ...layer, content: bytes });
  const manifest = canonicalJson({
    ...{ schemaVersion: 2, mediaType: MEDIA.manifest, artifactType, annotations, subject },
    config: describe(EMPTY_TYPE, EMPTY),
    layers: [layer],
  });
  const referrer = { ...describe(MEDIA.manifest, manifest), artifactType, annotations };
  const put = await putManifest(repository, referrer.digest, {
    mediaType: MEDIA.manifest,
    bytes: manifest,
  });
  await sameManifest(repository, referrer.digest, manifest);
  return { referrer, listed: put.subject };
}

/** The tag under which referrers are listed where a registry does not do so by itself. */
export function referrersTag(digest: string): string {
  return digest.replace(':', '-');
}

/** Some registries list referrers and do not say so when one is pushed. */
async function listIfNeeded(
  repository: Repository,
  subject: Descriptor,
  referrers: readonly Referrer[],
): Promise<void> {
  const url = repository.url(`referrers/${subject.digest}`);
  const listed = await repository.send(
    { url, headers: { accept: MEDIA.index } },
    async (response, body) => {
      if (response.ok) return indexOf(await wholeBody(body));
      await response.body?.cancel();
      return [];
    },
  );
  const known = new Set(listed.map(({ digest }) => digest));
  const unlisted = referrers.filter(({ digest }) => !known.has(digest));
  if (unlisted.length > 0) await list(repository, subject, unlisted);
}

/** Adds to the list what it does not have; what others put there stays. */
async function list(
  repository: Repository,
  { digest }: Descriptor,
  referrers: readonly Referrer[],
): Promise<void> {
  const tag = referrersTag(digest);
  const before = indexOf(await readManifest(repository, tag));
  const known = new Set(before.map((one) => one.digest));
  const missing = referrers.filter((one) => !known.has(one.digest));
  if (missing.length === 0) return;
  const index: OciIndex = {
    schemaVersion: 2,
    mediaType: MEDIA.index,
    manifests: [...before, ...missing],
  };
  const bytes = canonicalJson(index);
  await putManifest(repository, tag, { mediaType: MEDIA.index, bytes });
  await sameManifest(repository, tag, bytes);
}

function indexOf(bytes: Buffer | undefined): Descriptor[] {
  if (!bytes) return [];
  try {
    const { manifests } = JSON.parse(bytes.toString('utf8')) as Partial<OciIndex>;
    return Array.isArray(manifests) ? manifests.filter(isReferrer) : [];
  } catch {
    return [];
  }
}
