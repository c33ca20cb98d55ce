import { hasLock, LOCK_FILE } from '../lock/name.ts';
import type { Terminal } from './terminal.ts';

/** The result of a build for other programs. */
export function tellImage(
  { name, digest }: { name: string; digest: string },
  { out }: Terminal,
): void {
  out(`${name}@${digest}\n`);
}

/** That nothing fixes what a build is made from, where nothing does. */
export async function tellUnlocked(folder: string, { quiet, err }: Terminal): Promise<void> {
  if (!quiet && !(await hasLock(folder))) err(UNLOCKED);
}

const UNLOCKED = `There is no ${LOCK_FILE}: what names stand for today may be another tomorrow.
Keep it with: harden lock
`;
