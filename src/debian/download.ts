import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { bodyOf, fetchFrom, unreachable } from './fetch.ts';

/** A file whose bytes are known before it is asked for. The URLs are tried in order. */
export interface Wanted {
  urls: string[];
  size: number;
  sha256: string;
}

/**
 * Puts the wanted bytes at `file`, verified while they come and renamed into place at the end, so
 * that a file that is there is whole. Gives the bytes that were downloaded: 0 if it was there.
 */
export async function download(
  wanted: Wanted,
  file: string,
  signal?: AbortSignal,
): Promise<number> {
  if (await isThere(file, wanted.size)) return 0;
  await mkdir(dirname(file), { recursive: true });
  for (const url of wanted.urls) {
    if (await downloadFrom(url, wanted, file, signal)) return wanted.size;
  }
  throw new HardenError(unreachable(wanted.urls.at(-1) ?? '', 'HTTP 404 Not Found'));
}

async function isThere(file: string, size: number): Promise<boolean> {
  try {
    return (await stat(file)).size === size;
  } catch {
    return false;
  }
}

/** False when the server has no such file. */
async function downloadFrom(
  url: string,
  wanted: Wanted,
  file: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return fetchFrom(
    url,
    async (response, touch) => {
      if (response.status !== 200) {
        await response.body?.cancel();
        return false;
      }
      await save(response, touch, url, wanted, file);
      return true;
    },
    { signal },
  );
}

async function save(
  response: Response,
  touch: () => void,
  url: string,
  wanted: Wanted,
  file: string,
): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomUUID()}`;
  const handle = await open(temporary, 'wx');
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of bodyOf(response)) {
      touch();
      size += chunk.length;
      if (size > wanted.size) throw new HardenError(mismatch(url, wanted, `more than that`));
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    const digest = hash.digest('hex');
    if (size !== wanted.size || digest !== wanted.sha256) {
      throw new HardenError(mismatch(url, wanted, `${size} bytes with SHA-256 ${digest}`));
    }
    await handle.close();
    await rename(temporary, file);
  } finally {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
  }
}

function mismatch(url: string, wanted: Wanted, got: string) {
  return error(
    'debian/checksum-mismatch',
    `${url}: expected ${wanted.size} bytes with SHA-256 ${wanted.sha256}, got ${got}`,
    {
      hint: 'run again; if it stays, the mirror or a proxy changes files: name another mirror with HARDEN_DEBIAN_MIRROR',
    },
  );
}
