import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes that are free where a folder is or will be. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const disk = await statfs(folder);
    return disk.bavail * disk.bsize;
  } catch {
    return dirname(folder) === folder ? 0 : freeBytes(dirname(folder));
  }
}
