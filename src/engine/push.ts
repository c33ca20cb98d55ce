import { createReadStream } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Descriptor } from '../oci/types.ts';

/** A repository of a registry on the loopback interface: plain HTTP, no login. */
export interface Repository {
  /** `127.0.0.1:PORT`. */
  registry: string;
  name: string;
  signal?: AbortSignal | undefined;
}

/** Where a blob's bytes are: in memory or in a file. */
export type BlobSource = Uint8Array | { file: string };

/** Uploads a blob in one piece, unless the repository has it. */
export async function pushBlob(
  repository: Repository,
  blob: Pick<Descriptor, 'digest' | 'size'>,
  source: BlobSource,
): Promise<void> {
  const path = `/v2/${repository.name}/blobs`;
  const head = await send(repository, 'HEAD', `${path}/${blob.digest}`);
  if (head.statusCode === 200) return;
  const begun = await send(repository, 'POST', `${path}/uploads/`);
  const location = begun.headers.location;
  if (begun.statusCode !== 202 || !location) throw unexpected('the start of an upload', begun);
  const target = new URL(location, `http://${repository.registry}`);
  target.searchParams.set('digest', blob.digest);
  const headers = { 'content-type': 'application/octet-stream', 'content-length': blob.size };
  const put = await send(repository, 'PUT', target.pathname + target.search, headers, source);
  if (put.statusCode !== 201) throw unexpected(`the blob ${blob.digest}`, put);
}

/** Uploads a manifest or an index under a tag or its digest. */
export async function pushManifest(
  repository: Repository,
  reference: string,
  mediaType: string,
  bytes: Uint8Array,
): Promise<void> {
  const headers = { 'content-type': mediaType, 'content-length': bytes.length };
  const path = `/v2/${repository.name}/manifests/${reference}`;
  const put = await send(repository, 'PUT', path, headers, bytes);
  if (put.statusCode !== 201) throw unexpected(`the manifest ${reference}`, put);
}

type Answer = IncomingMessage & { body: string };

async function send(
  { registry, signal }: Repository,
  method: string,
  path: string,
  headers: Record<string, string | number> = {},
  source?: BlobSource,
): Promise<Answer> {
  const outgoing = request(`http://${registry}${path}`, {
    method,
    headers,
    ...(signal && { signal }),
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  // The answer may come, or the connection may break, while the body is still being sent.
  answered.catch(() => {});
  if (source && 'file' in source) await pipeline(createReadStream(source.file), outgoing);
  else outgoing.end(source);
  const response = await answered;
  return Object.assign(response, { body: await text(response) });
}

/** The registry is our own child: an answer like this is a bug or a full disk. */
function unexpected(what: string, answer: Answer): Error {
  const said = answer.body.trim().slice(0, 300);
  return new Error(`the lab's registry answered ${answer.statusCode} to ${what}: ${said}`);
}
