import type { Entry } from '../../../src/oci/types.ts';

const KINDS = ['file', 'directory', 'symlink', 'hardlink'];

/** What in a layer would get out of an image that it is unpacked to, or give rights. */
export function entryEscapes(entries: readonly Entry[]): string | undefined {
  const links = new Set<string>();
  for (const { path, type, mode, target } of entries) {
    if (!KINDS.includes(type)) return `${path} is a ${type}`;
    if (leadsOut(path)) return `the name ${JSON.stringify(path)}`;
    if (parentsOf(path).some((parent) => links.has(parent))) return `${path} goes through a link`;
    if (type !== 'symlink' && (mode & 0o6000) !== 0) return `${path} is setuid or setgid`;
    if (type === 'symlink' && linkLeadsOut(path, target ?? ''))
      return `the link ${path} -> ${target}`;
    if (type === 'hardlink' && leadsOut(target ?? '')) return `the hard link ${path} -> ${target}`;
    if (type === 'symlink') links.add(path);
  }
  return undefined;
}

function leadsOut(path: string): boolean {
  return (
    path === '' || path.startsWith('/') || path.split('/').includes('..') || /[\0\n]/.test(path)
  );
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/** Followed from its own place; an absolute one begins at the root of the image. */
function linkLeadsOut(path: string, target: string): boolean {
  const start = target.startsWith('/') ? [] : path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..' && start.pop() === undefined) return true;
    if (part !== '..' && part !== '.' && part !== '') start.push(part);
  }
  return false;
}
