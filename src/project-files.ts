import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from './is-inside.ts';
import type { ProjectFiles } from './preset/types.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * The files of a project folder; one that cannot be read, is too large, or lies elsewhere is as good as
 * absent. A link or a `..` that leaves the folder would show a file of the machine to whoever wrote it.
 */
export function projectFiles(folder: string): ProjectFiles {
  const sizeOf = (path: string) => {
    const found = attempt<Stats | undefined>(() =>
      isWithin(folder, path) ? statSync(join(folder, path)) : undefined,
    );
    return found?.isFile() ? found.size : undefined;
  };
  return {
    has: (path) => sizeOf(path) !== undefined,
    read(path) {
      const size = sizeOf(path);
      if (size === undefined || size > MAX_BYTES) return undefined;
      return attempt(() => readFileSync(join(folder, path), 'utf8'));
    },
  };
}

/**
 * The text of a file of a folder, whatever its size; undefined, as above, for what is absent, lies elsewhere or
 * would never end, as a pipe.
 */
export async function readOwn(folder: string, path: string): Promise<string | undefined> {
  if (!projectFiles(folder).has(path)) return undefined;
  return readFile(join(folder, path), 'utf8').catch(() => undefined);
}

/** Whether what a path leads to is in the folder. Throws where there is nothing. */
export function isWithin(folder: string, path: string): boolean {
  return isInside(realpathSync(folder), realpathSync(join(folder, path)));
}

/** The same, where what is not there leads nowhere. */
export function staysIn(folder: string, path: string): boolean {
  return attempt(() => isWithin(folder, path)) ?? true;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
