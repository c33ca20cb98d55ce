import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Blobs of a layout that are files of a blob folder as well. */
export interface SharedBlobs {
  /** The folder with blobs named by the hex of their SHA-256. */
  folder: string;
  names: string[];
}

/**
 * The blobs of a layout that are one file with the blob folder's, under two names: what is read of
 * one is what is in the other. Copies do not count, as they may differ; of a folder that is no
 * layout nothing is shared.
 */
export async function sharedBlobs(layoutDir: string, blobDir: string): Promise<SharedBlobs> {
  const own = join(layoutDir, 'blobs', 'sha256');
  const folder = join(blobDir, 'sha256');
  const names = await readdir(own).catch(() => []);
  const same = await Promise.all(
    names.map((name) => isSameFile(join(own, name), join(folder, name))),
  );
  return { folder, names: names.filter((_, index) => same[index]) };
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map((path) => stat(path, { bigint: true }).catch(() => undefined)),
  );
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
