import { readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Compiled } from '../compile.ts';
import { isInside } from '../is-inside.ts';
import { LOCK_FILE } from '../lock/name.ts';
import { fits } from '../many/patterns.ts';
import { projectFiles } from '../project-files.ts';
import { MOST_BYTES, MOST_FILES } from '../project-record.ts';
import { lockFilesOf } from '../scan/lock-files.ts';
import { projectConfigs } from '../scan/project-config.ts';
import { type Entries, type Entry, entryOf, isFile, sizeOf } from './entry.ts';
import { atLeast, mayFitBelow, type Patterns } from './patterns.ts';
import { Refused } from './refused.ts';

type Project = Pick<Compiled, 'plan' | 'folder'>;

/**
 * All of a project that a build reads: what its stages upload, by their own patterns, and the few files
 * that are looked into beside them. No file is read.
 * @throws Refused large, link, special.
 */
export async function sourcesOf(project: Project): Promise<Entries> {
  const root = await realpath(project.folder);
  const entries: Entries = {};
  let files = 0;
  let bytes = 0;
  const add = async (path: string, entry: Entry) => {
    if (entry.is.startsWith('special')) throw new Refused('special', path);
    if (entry.is.startsWith('link')) await checkLink(root, path, entry.content ?? '');
    if (!entries[path] && isFile(entry)) {
      files += 1;
      bytes += sizeOf(entry);
    }
    if (files > MOST_FILES || bytes > MOST_BYTES) throw new Refused('large');
    entries[path] = entry;
  };
  await walk(root, '', patternsOf(project), add);
  for (const path of namedIn(project)) await addNamed(root, path, add);
  return entries;
}

function patternsOf({ plan: { stages } }: Project): Patterns[] {
  return stages.flatMap(({ files, stubs }) => [files, ...(stubs ? [stubs] : [])]).map(atLeast);
}

/** What is read of the folder itself, wherever a build is made. */
function namedIn({ plan, folder }: Project): string[] {
  const files = projectFiles(folder);
  // Those with a slash in front are of the image.
  const listed = plan.expect.map(({ path }) => path).filter((path) => !path.startsWith('/'));
  const configs = projectConfigs(files).flatMap(({ span }) => span?.file ?? []);
  return [LOCK_FILE, ...lockFilesOf(files, listed), ...configs];
}

type Add = (path: string, entry: Entry) => Promise<void>;

/** Gives whether anything was found to be sent. A folder goes with what is in it. */
async function walk(
  root: string,
  below: string,
  patterns: readonly Patterns[],
  add: Add,
): Promise<boolean> {
  let found = false;
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = below ? `${below}/${name}` : name;
    const within = patterns.filter((one) => mayHold(one, path));
    const named = patterns.some((one) => fits(one.include, path) && !fits(one.exclude, path));
    if (!named && within.length === 0) continue;
    const entry = await entryOf(join(root, path));
    if (!entry) continue;
    const isFolder = entry.is.startsWith('folder');
    const inside = isFolder && within.length > 0 && (await walk(root, path, within, add));
    if (!named && !inside) continue;
    await add(path, entry);
    found = true;
  }
  return found;
}

/** Whether something below a folder may be uploaded; where that is not sure it may. */
function mayHold({ include, exclude }: Patterns, folder: string): boolean {
  if (!include.some((pattern) => mayFitBelow(pattern, folder))) return false;
  if (!fits(exclude, folder)) return true;
  return exclude.some((one) => one.startsWith('!') && mayFitBelow(one.slice(1), folder));
}

/** What such a file leads to counts as well: it is read, and not uploaded. */
async function addNamed(root: string, path: string, add: Add): Promise<void> {
  const entry = await entryOf(join(root, path));
  if (!entry) return;
  await add(path, entry);
  if (!entry.is.startsWith('link')) return;
  const real = await realpath(join(root, path)).catch(() => undefined);
  const target = real && (await entryOf(real));
  if (target) await add(relative(root, real).split(sep).join('/'), target);
}

/** What lies outside of the folder is not watched. */
async function checkLink(root: string, path: string, target: string): Promise<void> {
  const place = join(root, path);
  const written = resolve(dirname(place), target);
  const real = await realpath(place).catch(() => written);
  if ([written, real].some((one) => !isInside(root, one))) throw new Refused('link', path);
}
