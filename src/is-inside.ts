import { isAbsolute, relative, sep } from 'node:path';

/** Whether an absolute path is a folder or something in it, by its text: no link is followed. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
