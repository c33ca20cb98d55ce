import { rename, rm } from 'node:fs/promises';
import { linked } from '../link.ts';

/**
 * Moves a finished file to a name that is made of what is in it. What another run has put there meanwhile stays, as
 * an engine may be reading it: it takes the same bytes with another time for another file, and fails.
 * @param isWhole whether what is there already may stay.
 */
export async function keepFirst(
  from: string,
  to: string,
  isWhole: (file: string) => Promise<boolean>,
): Promise<void> {
  if (!(await isFirst(from, to)) && !(await isWhole(to))) await rename(from, to);
  await rm(from, { force: true });
}

async function isFirst(from: string, to: string): Promise<boolean> {
  try {
    if (!(await linked(from, to))) await rename(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}
