import { digestOf } from '../../oci/digest.ts';
import { MEDIA } from '../../oci/spec.ts';
import { beginningOf } from '../body.ts';
import { otherDigest, refusal } from './refusal.ts';
import type { Repository } from './repository.ts';

const MAX_MANIFEST = 4 * 1024 * 1024;
const ACCEPT = [MEDIA.index, MEDIA.manifest, MEDIA.dockerIndex, MEDIA.dockerManifest].join(', ');

/** A manifest or an index, as it is sent. */
export interface Manifest {
  mediaType: string;
  bytes: Uint8Array;
}

/** What a registry did with a manifest. */
export interface Put {
  /** Whether it has put it among the referrers of its subject. */
  subject: boolean;
}

/** Puts a manifest under its digest or under a tag; what blobs it names have to be there. */
export async function putManifest(
  repository: Repository,
  reference: string,
  { mediaType, bytes }: Manifest,
): Promise<Put> {
  const url = repository.url(`manifests/${reference}`);
  const tag = reference.startsWith('sha256:') ? undefined : reference;
  const headers = { 'content-type': mediaType };
  return repository.send({ url, method: 'PUT', headers, body: bytes }, async (response, body) => {
    if (response.status !== 201) throw await refusal(repository, url, response, body, tag);
    const stated = response.headers.get('docker-content-digest');
    const digest = digestOf(bytes);
    if (stated && stated !== digest)
      throw otherDigest(`${repository.name}:${reference}`, digest, stated);
    return { subject: response.headers.has('oci-subject') };
  });
}

/** The bytes of a manifest, or nothing where there is none. */
export async function readManifest(
  repository: Repository,
  reference: string,
): Promise<Buffer | undefined> {
  const url = repository.url(`manifests/${reference}`);
  return repository.send({ url, headers: { accept: ACCEPT } }, async (response, body) => {
    if (response.status === 404) return undefined;
    if (!response.ok) throw await refusal(repository, url, response, body);
    return wholeBody(body);
  });
}

/** A document of a registry; of one that is far too large, the beginning. */
export function wholeBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return beginningOf(body, MAX_MANIFEST);
}

/** Reads a manifest back. @throws HardenError registry/digest-mismatch for other bytes. */
export async function sameManifest(
  repository: Repository,
  reference: string,
  bytes: Uint8Array,
): Promise<void> {
  const found = await readManifest(repository, reference);
  if (found?.equals(bytes)) return;
  const digest = found ? digestOf(found) : 'nothing';
  throw otherDigest(`${repository.name}:${reference}`, digestOf(bytes), digest);
}
