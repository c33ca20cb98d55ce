import { join } from 'node:path';
import { readRecord, writeRecord } from '../records.ts';

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
  const known = await readRecord<T>(recordFile(blobDir, kind, digest));
  if (known !== undefined) return known;
  const found = await find();
  await writeRecord(recordFile(blobDir, kind, digest), found);
  return found;
}

/** Where the record of a layer lies. */
export function recordFile(blobDir: string, kind: string, digest: string): string {
  return join(blobDir, 'layers', `${kind}-${digest.slice('sha256:'.length)}.json`);
}
