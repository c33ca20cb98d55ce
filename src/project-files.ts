import { readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectFiles } from './preset/types.ts';

const MAX_BYTES = 1024 * 1024;

/** The files of a project folder; one that cannot be read, or is too large, is as good as absent. */
export function projectFiles(folder: string): ProjectFiles {
  const sizeOf = (path: string) => {
    const found = attempt<Stats | undefined>(() =>
      statSync(join(folder, path), { throwIfNoEntry: false }),
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

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
