import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository that a folder lies in, by the `.git` at its top; undefined where it is in none. */
export function repositoryRoot(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}
