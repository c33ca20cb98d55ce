import { error, HardenError } from '../../diagnostics/diagnostic.ts';
import { addressIn, type Request, Unreachable, withoutQuery } from '../http.ts';
import { otherDigest, refusal } from './refusal.ts';
import type { Repository } from './repository.ts';

/** An upload that the registry has begun. */
export interface Upload {
  url: URL;
  /** Bytes it has. */
  offset: number;
  /** The smallest piece that the registry takes, in bytes. */
  least: number;
}

export const BINARY = 'application/octet-stream';

/** Begins an upload, unless the registry takes the blob over from another of its repositories. */
export async function begin(
  repository: Repository,
  { digest }: { digest: string },
  from?: string,
): Promise<Upload | 'mounted'> {
  const url = repository.url('blobs/uploads/');
  if (from) {
    url.searchParams.set('mount', digest);
    url.searchParams.set('from', from);
  }
  const wanted = { url, method: 'POST' as const, headers: { 'content-length': '0' } };
  return repository.send(
    wanted,
    async (response, body) => {
      if (from && response.status === 201) return 'mounted';
      if (response.status !== 202) throw await refusal(repository, url, response, body);
      const least = Number(response.headers.get('oci-chunk-min-length') ?? 0) || 0;
      return { url: locationOf(response, url), offset: 0, least };
    },
    1,
  );
}

/** Sends all bytes at once. */
export async function uploadWhole(
  repository: Repository,
  digest: string,
  upload: Upload,
  bytes: NonNullable<Request['body']>,
): Promise<void> {
  const url = new URL(upload.url);
  url.searchParams.set('digest', digest);
  const headers = { 'content-type': BINARY };
  await repository.send(
    { url, method: 'PUT', headers, body: bytes },
    async (response, body) => {
      if (response.status === 404) throw new Forgotten(url);
      if (response.status !== 201) throw await refusal(repository, url, response, body);
      const stated = response.headers.get('docker-content-digest');
      if (stated && stated !== digest)
        throw otherDigest(`${repository.name}: a blob`, digest, stated);
    },
    1,
  );
}

/** Where the upload goes on; behind a proxy registries name their own, plain address. */
export function locationOf(response: Response, asked: URL): URL {
  const location = response.headers.get('location');
  if (!location) return asked;
  const url = addressIn(location, asked);
  if (!url) throw noPlace(asked);
  if (asked.protocol === 'https:' && url.protocol === 'http:' && url.hostname === asked.hostname) {
    url.protocol = 'https:';
    url.port = asked.port;
  }
  return url;
}

function noPlace(asked: URL): HardenError {
  return new HardenError(
    error('registry/bad-answer', `${withoutQuery(asked)} names no address for the upload`, {
      hint: 'check that this host is a registry that takes OCI images, and no proxy changes what it says',
    }),
  );
}

/** The upload has to be started anew. */
export class Forgotten extends Unreachable {
  constructor(url: URL) {
    super(url, 'it has forgotten the upload', 1);
  }
}

/** The file is another than when it was verified. */
export function changed(digest: string, found: string): HardenError {
  return new HardenError(
    error('publish/changed', `the blob ${digest} was changed while it was pushed: ${found}`, {
      hint: 'build again, and let nothing write to the layout meanwhile',
    }),
  );
}
