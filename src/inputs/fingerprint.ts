import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../cache.ts';

/** With a key that never leaves this machine: nobody can try values against it. */
export async function fingerprint(value: string): Promise<string> {
  return createHmac('sha256', await machineKey())
    .update(value)
    .digest('hex')
    .slice(0, 32);
}

function machineKey(): Promise<Buffer> {
  const file = join(cacheDir(), 'secret-key');
  return readFile(file).catch(() => makeKey(file));
}

async function makeKey(file: string): Promise<Buffer> {
  await mkdir(cacheDir(), { recursive: true });
  // Of two builds that make the key at once, the first wins for both.
  await writeFile(file, randomBytes(32), { mode: 0o600, flag: 'wx' }).catch(() => {});
  return readFile(file);
}
