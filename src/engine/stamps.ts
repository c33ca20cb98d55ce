import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/**
 * The key of a step's inputs: a hash over values and the content of folders. A step whose stamp
 * has the same key is not run again.
 */
export async function inputKey(values: unknown, folders: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(values));
  for (const folder of folders) {
    for (const file of await filesIn(folder)) {
      hash.update(`\0${relative(folder, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

/** What a step wrote down when it was done with these inputs; undefined if it has to run. */
export async function readStamp(folder: string, step: string, key: string): Promise<unknown> {
  const text = await readFile(join(folder, `${step}.json`), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const stamp = JSON.parse(text) as { key: string; result: unknown };
    return stamp.key === key ? stamp.result : undefined;
  } catch {
    return undefined;
  }
}

export async function writeStamp(folder: string, step: string, key: string, result: unknown) {
  await writeWhole(join(folder, `${step}.json`), JSON.stringify({ key, result }));
}

/** Writes a file so that nobody ever sees half of it. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, text);
  await rename(partial, file);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
