import fs, { realpathSync, statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInside } from '../../../src/is-inside.ts';

/** Calls that give what a file or folder holds, or change what a file holds; the path is first. */
const AT_ONCE = [
  ...['open', 'openSync', 'readFile', 'readFileSync', 'readdir', 'readdirSync'],
  ...['createReadStream', 'createWriteStream', 'writeFileSync', 'copyFileSync'],
];
const LATER = ['open', 'readFile', 'readdir', 'opendir', 'writeFile', 'appendFile', 'copyFile'];

type Call = (...args: unknown[]) => unknown;

export interface Watched<T> {
  value: T | undefined;
  thrown?: unknown;
  /** What was opened and lies where nobody may look, or would never end. */
  opened: string[];
}

/** Runs something and gives what it opened below the forbidden folders, and the pipes and devices. */
export async function watching<T>(
  forbidden: readonly string[],
  run: () => Promise<T>,
): Promise<Watched<T>> {
  const opened: string[] = [];
  const look: Look = (name, [path, ...more]) => {
    const found = brokenBy(pathOf(path), forbidden, more.some(isNew));
    if (found === undefined) return;
    opened.push(`${name} of ${found.path}`);
    // Who opens a pipe waits for ever, and then no case after it is tried; nor is the machine written to.
    if (found.isPipe || /^(?:write|append|copy|createWrite)/.test(name)) {
      throw Object.assign(new Error(`opened ${found.path}`), { code: 'EIO' });
    }
  };
  const restore = [
    ...AT_ONCE.map((name) => wrap(fs, name, look)),
    ...LATER.map((name) => wrap(fs.promises, name, look, true)),
  ];
  syncBuiltinESMExports();
  try {
    return { value: await run(), opened };
  } catch (thrown) {
    return { value: undefined, thrown, opened };
  } finally {
    for (const one of restore) one();
    syncBuiltinESMExports();
  }
}

/** Lets the real path of everything be as it is written: nobody who asks for it sees a link. */
export async function withoutRealPaths<T>(run: () => Promise<T>): Promise<T> {
  const same = (path: unknown) => path;
  const restore = [
    replace(fs, 'realpathSync', same),
    replace(fs.promises, 'realpath', async (path) => path),
  ];
  syncBuiltinESMExports();
  try {
    return await run();
  } finally {
    for (const one of restore) one();
    syncBuiltinESMExports();
  }
}

const realPath = realpathSync;
const statOf = statSync;

type Look = (name: string, args: unknown[]) => void;

function wrap(owner: object, name: string, look: Look, later = false) {
  const old = (owner as Record<string, Call>)[name] as Call;
  const call = (...args: unknown[]) => {
    look(name, args);
    return old.apply(owner, args);
  };
  return replace(owner, name, later ? async (...args) => call(...args) : call);
}

function replace(owner: object, name: string, by: Call): () => void {
  const calls = owner as Record<string, Call>;
  const old = calls[name] as Call;
  calls[name] = by;
  return () => {
    calls[name] = old;
  };
}

function pathOf(path: unknown): string | undefined {
  if (path instanceof URL) return fileURLToPath(path);
  return typeof path === 'string' ? path : undefined;
}

/** What is made where nothing may be follows no link. */
function isNew(option: unknown): boolean {
  return option === 'wx' || (option as { flag?: string } | undefined)?.flag === 'wx';
}

function brokenBy(path: string | undefined, forbidden: readonly string[], isNew: boolean) {
  if (path === undefined) return undefined;
  const real = isNew ? join(realOf(dirname(path)), basename(path)) : realOf(path);
  const found = statOf(real, { throwIfNoEntry: false });
  const isPipe = found !== undefined && !found.isFile() && !found.isDirectory();
  const isOutside = forbidden.some((folder) => isInside(folder, real));
  return isPipe || isOutside ? { path: real, isPipe } : undefined;
}

/** Where something would be made, where there is nothing yet. */
function realOf(path: string): string {
  try {
    return realPath(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realOf(folder), basename(path));
  }
}
