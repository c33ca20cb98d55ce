import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Key } from 'openpgp';
import { packagePath } from '../package-root.ts';

/** The Debian archive's public keys, as they ship with harden. */
const KEYS = packagePath('keys', 'debian');

/** The keys of a folder of armored files, Debian's unless another is named. */
export async function loadKeys(folder: string = KEYS): Promise<Key[]> {
  const { readKey } = await import('openpgp');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.asc')).sort();
  return Promise.all(
    names.map(async (name) => readKey({ armoredKey: await readFile(join(folder, name), 'utf8') })),
  );
}
