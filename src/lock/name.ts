import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** The lock, beside its spec. */
export const LOCK_FILE = 'hardening.lock';

export async function hasLock(folder: string): Promise<boolean> {
  return access(join(folder, LOCK_FILE)).then(
    () => true,
    () => false,
  );
}
