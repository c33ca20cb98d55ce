import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { staysIn } from '../../project-files.ts';
import { objectOf, record } from '../../scan/json-object.ts';
import { lockFile } from './artifacts.ts';
import type { LockInput } from './types.ts';

/** The package.json of a project and those of its workspaces, which one lock file is for. */
export async function workspaceManifests(input: LockInput): Promise<string[]> {
  const own = (await lockFile('package.json', input)) ?? '';
  const { workspaces } = objectOf(own);
  const written = Array.isArray(workspaces) ? workspaces : record(workspaces)['packages'];
  const patterns = Array.isArray(written) ? written.map(String) : [];
  const left = await foldersOf(patterns.filter((one) => one.startsWith('!')).map(tail), input);
  const folders = await foldersOf(
    patterns.filter((one) => !one.startsWith('!')),
    input,
  );
  const members = await Promise.all(
    [...folders]
      .filter((folder) => !left.has(folder))
      .map((folder) => lockFile(join(folder, 'package.json'), input)),
  );
  return [own, ...members.filter((text) => text !== undefined)];
}

function tail(pattern: string): string {
  return pattern.slice(1);
}

async function foldersOf(patterns: readonly string[], { folder }: LockInput) {
  const found = await Promise.all(
    patterns.map((pattern) => {
      const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
      return parts.includes('..') ? [] : below(folder, '', parts);
    }),
  );
  return new Set(found.flat());
}

/** The folders that the rest of a pattern leads to; `**` is any number of folders. */
async function below(root: string, at: string, parts: readonly string[]): Promise<string[]> {
  const [part, ...rest] = parts;
  if (part === undefined) return [at];
  if (!part.includes('*')) return below(root, join(at, part), rest);
  if (!staysIn(root, at)) return [];
  const inside = await readdir(join(root, at), { withFileTypes: true }).catch(() => []);
  const names = inside
    .filter((one) => one.isDirectory() && !/^(?:\.|node_modules$)/.test(one.name))
    .map(({ name }) => name)
    .filter((name) => part === '**' || fits(part, name));
  const deeper = part === '**' ? parts : rest;
  const found = await Promise.all(names.map((name) => below(root, join(at, name), deeper)));
  return [...(part === '**' ? await below(root, at, rest) : []), ...found.flat()];
}

function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
