import { readFile } from 'node:fs/promises';
import { digestOf } from '../../oci/digest.ts';
import { pause, Unreachable } from '../http.ts';
import { type Pieces, uploadChunks } from './pieces.ts';
import { refusal } from './refusal.ts';
import type { Repository } from './repository.ts';
import { begin, changed, type Upload, uploadWhole } from './upload.ts';

/** Bytes that are to be in a repository: in memory, or a file. */
export interface Blob {
  digest: string;
  size: number;
  content: Uint8Array | { file: string };
}

/** How a blob came to be in a repository. */
export type Arrival = 'existing' | 'mounted' | 'uploaded';

export interface BlobOptions {
  /** A repository of the same registry that has the blob. */
  from?: string | undefined;
  /** Larger blobs are sent in pieces of this size, in bytes. */
  chunk?: number;
  /** Told how many bytes of the blob have arrived, again and again; fewer after a break. */
  arrived?: (bytes: number) => void;
}

/** Some registries take no larger pieces. */
const CHUNK = 4 * 1024 * 1024;

/**
 * Brings a blob into a repository: nothing is sent when it is there, or can be had from another one.
 * An upload that breaks goes on where the registry says, or starts anew.
 */
export async function pushBlob(
  repository: Repository,
  blob: Blob,
  { from, chunk = CHUNK, arrived = () => undefined }: BlobOptions = {},
): Promise<Arrival> {
  const { patience, signal } = repository;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // The answer to the last piece may have been lost, not the piece.
      if (await hasBlob(repository, blob)) return attempt === 1 ? 'existing' : 'uploaded';
      const started = await begin(repository, blob, from);
      if (started === 'mounted') return 'mounted';
      await upload(repository, blob, started, { chunk, arrived });
      return 'uploaded';
    } catch (thrown) {
      if (!(thrown instanceof Unreachable) || attempt >= patience.tries) throw thrown;
      await pause(patience, attempt, thrown.after, signal);
    }
  }
}

/** Whether the repository has it, in its whole size. */
export async function hasBlob(
  repository: Repository,
  { digest, size }: Pick<Blob, 'digest' | 'size'>,
): Promise<boolean> {
  const url = repository.url(`blobs/${digest}`);
  return repository.send({ url, method: 'HEAD' }, async (response, body) => {
    if (response.status === 404) return false;
    if (!response.ok) throw await refusal(repository, url, response, body);
    const stated = response.headers.get('content-length');
    return stated === null || Number(stated) === size;
  });
}

async function upload(
  repository: Repository,
  blob: Blob,
  started: Upload,
  { chunk, arrived }: Pieces,
): Promise<void> {
  const { content, digest, size } = blob;
  if ('file' in content && size > chunk) {
    return uploadChunks(repository, { digest, size, file: content.file }, started, {
      chunk,
      arrived,
    });
  }
  const bytes = 'file' in content ? await readFile(content.file) : content;
  const found = digestOf(bytes);
  if (found !== digest) throw changed(digest, found);
  return uploadWhole(repository, digest, started, bytes);
}
