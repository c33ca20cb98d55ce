import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { keyStoreOf } from '../debian/java-keystore.ts';

/** The certificates of a PEM bundle as a file that Java reads; undefined where there are none. */
export function javaCa(bundle: string, folder = cacheDir()): string | undefined {
  const pem = read(bundle);
  if (pem === undefined) return undefined;
  const store = keyStoreOf(pem);
  const digest = createHash('sha256').update(store).digest('hex');
  const file = join(folder, 'java-ca', digest);
  if (read(file) !== undefined) return file;
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part-${process.pid}`;
  writeFileSync(part, store);
  renameSync(part, file);
  return file;
}

/** That a bundle is not there is told where it is used for all tools. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}
