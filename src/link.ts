import { link } from 'node:fs/promises';

/**
 * Gives a file a second name. Unlike a move it never takes the place of what is there already. False on file systems
 * without links. @throws EEXIST.
 */
export async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw cause;
    return false;
  }
}
