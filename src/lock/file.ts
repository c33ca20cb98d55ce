import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, error, ok, type Result } from '../diagnostics/diagnostic.ts';
import { formatLock } from './format.ts';
import { LOCK_FILE } from './name.ts';
import { parseLock } from './parse.ts';
import type { Lock, LockContent } from './schema.ts';

export { LOCK_FILE } from './name.ts';

/** The lock beside a spec, or undefined where there is none. */
export async function readLock(folder: string): Promise<Result<Lock | undefined>> {
  const file = join(folder, LOCK_FILE);
  try {
    return parseLock(await readFile(file, 'utf8'), LOCK_FILE);
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return ok(undefined);
    return { ok: false, diagnostics: [unreadable(file, code)] };
  }
}

export async function hasLock(folder: string): Promise<boolean> {
  return access(join(folder, LOCK_FILE)).then(
    () => true,
    () => false,
  );
}

/** Writes the lock whole or not at all. */
export async function writeLock(folder: string, content: LockContent): Promise<string> {
  const file = join(folder, LOCK_FILE);
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, formatLock(content));
  await rename(temporary, file);
  return file;
}

function unreadable(file: string, code: string): Diagnostic {
  return error('lock/invalid', `${file} cannot be read (${code})`, {
    hint: 'make the file readable for the user that runs harden',
  });
}
