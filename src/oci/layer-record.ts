import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * What a layer of some digest holds never changes: it is found once and written down in the blob
 * folder. `kind` changes whenever something else is found. A record that is damaged is made again.
 */
export async function recorded<T>(
  blobDir: string,
  kind: string,
  digest: string,
  find: () => Promise<T>,
): Promise<T> {
  try {
    return JSON.parse(await readFile(pathOf(blobDir, kind, digest), 'utf8')) as T;
  } catch {
    const found = await find();
    await writeRecord(blobDir, kind, digest, found);
    return found;
  }
}

/** Writes a record whole, in the place of one that is there. */
export async function writeRecord(
  blobDir: string,
  kind: string,
  digest: string,
  value: unknown,
): Promise<void> {
  const file = pathOf(blobDir, kind, digest);
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, JSON.stringify(value));
  await rename(temporary, file);
}

function pathOf(blobDir: string, kind: string, digest: string): string {
  return join(blobDir, 'layers', `${kind}-${digest.slice('sha256:'.length)}.json`);
}
