import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pause, Unreachable } from '../http.ts';
import { refusal } from './refusal.ts';
import type { Repository } from './repository.ts';
import {
  BINARY,
  begin,
  changed,
  Forgotten,
  locationOf,
  type Upload,
  uploadWhole,
} from './upload.ts';

/** A blob's file. */
interface FileBlob {
  digest: string;
  size: number;
  file: string;
}

/** How a file is sent. */
export interface Pieces {
  /** In bytes. */
  chunk: number;
  arrived: (bytes: number) => void;
}

/** A piece is held in memory. Who wants larger ones gets the whole as a stream, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** What registries answer that take no pieces. */
const NO_PIECES = [400, 405, 411, 413, 501];

/**
 * Sends a file in pieces. After a break it asks how much has arrived, and goes on there. What is sent
 * is held against the digest before the upload is closed.
 */
export async function uploadChunks(
  repository: Repository,
  blob: FileBlob,
  started: Upload,
  { chunk, arrived }: Pieces,
): Promise<void> {
  if (started.least > LARGEST) return wholeFile(repository, blob, arrived);
  const { patience, signal } = repository;
  const hash = createHash('sha256');
  let hashed = 0;
  let most = 0;
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
      if (sent === 'no pieces') return await wholeFile(repository, blob, arrived);
      // A registry that never has more would be asked for ever.
      if (!(sent instanceof Unreachable) && sent.offset > upload.offset && sent.offset <= hashed) {
        upload = sent;
        arrived(upload.offset);
        // One that loses again what it had would be asked for ever, too.
        if (upload.offset > most) failures = 0;
        most = Math.max(most, upload.offset);
        continue;
      }
      failures += 1;
      const why = sent instanceof Unreachable ? sent : new Forgotten(upload.url);
      if (failures >= patience.tries) throw why;
      await pause(patience, failures, why.after, signal);
      upload = await offsetOf(repository, upload);
      arrived(upload.offset);
      if (upload.offset > hashed) throw new Forgotten(upload.url);
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
      if (status === 404) throw new Forgotten(url);
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
async function offsetOf(repository: Repository, upload: Upload): Promise<Upload> {
  return repository.send({ url: upload.url }, async (response) => {
    await response.body?.cancel();
    // Some forget an upload that was cut within a piece.
    if (!response.ok) throw new Forgotten(upload.url);
    return next(response, upload, 0);
  });
}

/** `Range: 0-99` is 100 bytes; `0-0` is none, as registries have it. */
function next(response: Response, upload: Upload, expected: number): Upload {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(response.headers.get('range') ?? '') ?? [];
  const offset = last === undefined ? expected : Number(last) === 0 ? 0 : Number(last) + 1;
  return { ...upload, url: locationOf(response, upload.url), offset };
}

async function wholeFile(
  repository: Repository,
  { digest, size, file }: FileBlob,
  sent: Pieces['arrived'],
): Promise<void> {
  const upload = await begin(repository, { digest });
  if (upload !== 'mounted') await uploadWhole(repository, digest, upload, { file, size, sent });
}
