import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { staysIn } from '../project-files.ts';
import { SPEC_FILE } from '../spec/text.ts';

/** Folders that are no projects, and may have thousands of others in them. */
const LEFT_OUT = new Set(['node_modules', '.git', '.harden']);

/**
 * The folders below a root that a pattern of a workspace stands for, in their order, relative to it. A
 * `*` only finds folders with a spec; a folder that is named is taken as it is. None is found through a link
 * that leads out of the root.
 */
export async function foldersOf(root: string, pattern: string): Promise<string[]> {
  const parts = pattern.replace(/\/+$/, '').split('/');
  if (!pattern.includes('*')) return [parts.join('/')].filter((folder) => staysIn(root, folder));
  let found = [''];
  for (const part of parts) {
    const next = (await Promise.all(found.map((below) => stepInto(root, below, part)))).flat();
    found = next.filter((folder) => staysIn(root, folder));
  }
  const isProject = await Promise.all(found.map((folder) => hasSpec(join(root, folder))));
  return found.filter((_, index) => isProject[index]).sort();
}

async function stepInto(root: string, below: string, part: string): Promise<string[]> {
  const inside = (name: string) => (below ? `${below}/${name}` : name);
  if (!part.includes('*')) return [inside(part)];
  const escaped = part.split('*').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${escaped.join('.*')}$`, 's');
  const names = await readdir(join(root, below)).catch(() => []);
  const hidden = part.startsWith('.');
  return names
    .filter((name) => pattern.test(name) && !LEFT_OUT.has(name) && (hidden || name[0] !== '.'))
    .map(inside);
}

function hasSpec(folder: string): Promise<boolean> {
  return stat(join(folder, SPEC_FILE)).then(
    (found) => found.isFile(),
    () => false,
  );
}
