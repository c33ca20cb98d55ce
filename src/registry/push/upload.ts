import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { error, HardenError } from '../../diagnostics/diagnostic.ts';
import { pause, type Request, Unreachable } from '../http.ts';
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

/** A blob's file. */
interface FileBlob {
  digest: string;
  size: number;
  file: string;
}

const BINARY = 'application/octet-stream';
/** What registries answer that take no pieces. */
const NO_PIECES = [400, 405, 411, 413, 501];

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
      if (response.status === 404) throw forgotten(url);
      if (response.status !== 201) throw await refusal(repository, url, response, body);
      const stated = response.headers.get('docker-content-digest');
      if (stated && stated !== digest)
        throw otherDigest(`${repository.name}: a blob`, digest, stated);
    },
    1,
  );
}

/**
 * Sends a file in pieces. After a break it asks how much has arrived, and goes on there. What is sent
 * is held against the digest before the upload is closed.
 */
export async function uploadChunks(
  repository: Repository,
  blob: FileBlob,
  started: Upload,
  chunk: number,
): Promise<void> {
  const { patience, signal } = repository;
  const hash = createHash('sha256');
  let hashed = 0;
  let upload = started;
  const file = await open(blob.file);
  try {
    for (let failures = 0; upload.offset < blob.size; ) {
      const length = Math.min(Math.max(chunk, upload.least), blob.size - upload.offset);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, upload.offset);
      if (bytesRead !== length) throw changed(blob.digest, 'a shorter file');
      // A piece that is sent again was counted before.
      const end = upload.offset + length;
      if (end > hashed) hash.update(buffer.subarray(Math.max(hashed - upload.offset, 0)));
      hashed = Math.max(hashed, end);
      const sent = await sendPiece(repository, upload, buffer);
      if (sent === 'no pieces') return await wholeFile(repository, blob);
      if (!(sent instanceof Unreachable)) {
        upload = sent;
        failures = 0;
        continue;
      }
      failures += 1;
      if (failures >= patience.tries) throw sent;
      await pause(patience, failures, sent.after, signal);
      upload = await arrived(repository, upload);
    }
  } finally {
    await file.close();
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== blob.digest) throw changed(blob.digest, found);
  await uploadWhole(repository, blob.digest, upload, new Uint8Array());
}

async function sendPiece(
  repository: Repository,
  upload: Upload,
  piece: Uint8Array,
): Promise<Upload | Unreachable | 'no pieces'> {
  const { url, offset } = upload;
  const headers = {
    'content-type': BINARY,
    'content-range': `${offset}-${offset + piece.length - 1}`,
  };
  const wanted = { url, method: 'PATCH' as const, headers, body: piece };
  const sent = repository.send(
    wanted,
    async (response, body) => {
      const { status } = response;
      if (status === 202 || status === 204) return next(response, upload, offset + piece.length);
      if (status === 416) return new Unreachable(url, 'it has another part of the upload', 1);
      if (status === 404) throw forgotten(url);
      if (offset === 0 && NO_PIECES.includes(status)) return 'no pieces' as const;
      throw await refusal(repository, url, response, body);
    },
    1,
  );
  return sent.catch((thrown: unknown) => {
    if (thrown instanceof Unreachable && !(thrown instanceof Forgotten)) return thrown;
    throw thrown;
  });
}

/** How much of an upload the registry has. */
async function arrived(repository: Repository, upload: Upload): Promise<Upload> {
  return repository.send({ url: upload.url }, async (response) => {
    await response.body?.cancel();
    // Some forget an upload that was cut within a piece.
    if (!response.ok) throw forgotten(upload.url);
    return next(response, upload, 0);
  });
}

/** `Range: 0-99` is 100 bytes; `0-0` is none, as registries have it. */
function next(response: Response, upload: Upload, expected: number): Upload {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(response.headers.get('range') ?? '') ?? [];
  const offset = last === undefined ? expected : Number(last) === 0 ? 0 : Number(last) + 1;
  return { ...upload, url: locationOf(response, upload.url), offset };
}

async function wholeFile(repository: Repository, { digest, size, file }: FileBlob): Promise<void> {
  const upload = await begin(repository, { digest });
  if (upload !== 'mounted') await uploadWhole(repository, digest, upload, { file, size });
}

/** Where the upload goes on; behind a proxy registries name their own, plain address. */
function locationOf(response: Response, asked: URL): URL {
  const location = response.headers.get('location');
  if (!location) return asked;
  const url = new URL(location, asked);
  if (asked.protocol === 'https:' && url.protocol === 'http:' && url.hostname === asked.hostname) {
    url.protocol = 'https:';
    url.port = asked.port;
  }
  return url;
}

/** The upload has to be started anew. */
class Forgotten extends Unreachable {}

function forgotten(url: URL): Forgotten {
  return new Forgotten(url, 'it has forgotten the upload', 1);
}

/** The file is another than when it was verified. */
export function changed(digest: string, found: string): HardenError {
  return new HardenError(
    error('publish/changed', `the blob ${digest} was changed while it was pushed: ${found}`, {
      hint: 'build again, and let nothing write to the layout meanwhile',
    }),
  );
}
