import { createHash } from 'node:crypto';
import type { RandomAccess } from './random-access.ts';

const CHUNK = 1024 * 1024;

/** The sums that package managers have of installed files: `md5:` of dpkg, `sha1:` of apk, in hex. */
export async function checksumsOf(file: RandomAccess): Promise<string[]> {
  const md5 = createHash('md5');
  const sha1 = createHash('sha1');
  for (let at = 0; at < file.size; at += CHUNK) {
    const bytes = await file.read(at, Math.min(CHUNK, file.size - at));
    md5.update(bytes);
    sha1.update(bytes);
  }
  return [`md5:${md5.digest('hex')}`, `sha1:${sha1.digest('hex')}`];
}
