import type { ImageFile } from './types.ts';

/** A name out of a tar as a path below the root; `..` stops at the root, as in a container. */
export function rooted(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

const MAX_LINKS = 40;

/**
 * The path that a path leads to once every link in it is followed, the last one only if asked. As
 * the kernel does it: `..` is the folder above the one that the links before it led to, and the root
 * has none above it. Nothing when links go in a circle.
 */
export function follow(
  files: ReadonlyMap<string, ImageFile>,
  path: string,
  last: boolean,
): string | undefined {
  const todo = partsOf(path);
  let at = '';
  for (let links = 0; todo.length; ) {
    const part = todo.shift() as string;
    if (part === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      continue;
    }
    const here = at === '' ? part : `${at}/${part}`;
    const entry = files.get(here);
    if (entry?.type !== 'symlink' || (!last && todo.length === 0)) {
      at = here;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) return undefined;
    const target = entry.target ?? '';
    if (target.startsWith('/')) at = '';
    todo.unshift(...partsOf(target));
  }
  return at;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
