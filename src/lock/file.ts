import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { isWithin } from '../project-files.ts';
import { writeWhole } from '../records.ts';
import { formatLock } from './format.ts';
import { LOCK_FILE } from './name.ts';
import { parseLock } from './parse.ts';
import type { Lock, LockContent } from './schema.ts';

/** The lock beside a spec, or undefined where there is none. */
export async function readLock(folder: string): Promise<Result<Lock | undefined>> {
  const file = join(folder, LOCK_FILE);
  try {
    // To read a FIFO or a device may never end, and a mistake is shown with its line.
    if (!(await stat(file)).isFile()) return fail(unreadable(file, 'no regular file'));
    if (!isWithin(folder, LOCK_FILE)) return fail(unreadable(file, 'it leads out of the project'));
    return parseLock(await readFile(file, 'utf8'), LOCK_FILE);
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return ok(undefined);
    return fail(unreadable(file, code));
  }
}

/** Writes the lock whole or not at all. */
export async function writeLock(folder: string, content: LockContent): Promise<string> {
  const file = join(folder, LOCK_FILE);
  await writeWhole(file, formatLock(content));
  return file;
}

function unreadable(file: string, code: string): Diagnostic {
  return error('lock/invalid', `${file} cannot be read (${code})`, {
    hint: 'put a file there that harden lock wrote, readable for the user that runs harden',
  });
}
