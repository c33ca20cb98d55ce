import { copyFile, link, mkdir, open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { keepFirst } from '../oci/keep-first.ts';

const ENDINGS: [magic: string, ending: string][] = [
  ['1f8b', '.tar.gz'],
  ['28b52ffd', '.tar.zst'],
  ['fd377a58', '.tar.xz'],
];

/**
 * A blob once more under a name that says how it is compressed, in a folder of such: programs go by
 * the name. Undefined when its first bytes are those of no archive.
 */
export async function namedArchive(blob: string, folder: string): Promise<string | undefined> {
  const magic = await firstBytes(blob);
  const ending = ENDINGS.find(([bytes]) => magic.startsWith(bytes))?.[1];
  if (!ending) return undefined;
  const file = join(folder, `${basename(blob)}${ending}`);
  if (await isThere(file)) return file;
  await mkdir(folder, { recursive: true });
  const partial = `${file}.${process.pid}`;
  // Another file system, or one without hard links.
  await link(blob, partial).catch(() => copyFile(blob, partial));
  await keepFirst(partial, file, async () => true);
  return file;
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString('hex');
  } finally {
    await handle.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
