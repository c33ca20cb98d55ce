import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Content } from '../oci/types.ts';
import type { SeedOptions } from './seed-image.ts';

/** What was pushed last: the database's date, its manifest's digest, what it was made from. */
export interface DatabaseStamp {
  updatedAt: string;
  digest: string;
  /** The lab's own advisories, or the file that the setting named. */
  from: string;
}

/** How the advisories of one scanner are served. */
export interface LabDatabase {
  /** The name of its stamp and of its lock. */
  name: string;
  scanner: string;
  /** The variable that names a file to serve in its place. */
  setting: string;
  seed: { repository: string; tag: string };
  /** Pushes what the program made in a folder; gives the digest. */
  push(made: string, updatedAt: string, options: SeedOptions): Promise<string>;
  /** Pushes a user's file. Throws when it is none. */
  serve(file: string, options: SeedOptions): Promise<Omit<DatabaseStamp, 'from'>>;
}

/** `expected` says what the file has to be. */
export function notADatabase(
  file: string,
  { setting }: Pick<LabDatabase, 'setting'>,
  expected: string,
): HardenError {
  return new HardenError(
    error('cli/not-found', `${setting} is ${file}, expected ${expected}`, {
      hint: `give the database as its own project publishes it, or unset ${setting}`,
    }),
  );
}

/** Files of a folder as the content of an archive. */
export async function* filesOf(folder: string, names: string[]): AsyncGenerator<Content> {
  for (const path of names) {
    const file = join(folder, path);
    const { size } = await stat(file);
    const entry = { path, type: 'file', mode: 0o644, uid: 0, gid: 0, size } as const;
    yield { entry, body: createReadStream(file) };
  }
}
