import { MACHINES } from './machines.ts';
import type { ElfFile, Libc } from './types.ts';

/** An ELF file in the memory of a process. */
export interface Loaded {
  /** Where it really is. */
  path: string;
  /** The path the loader opened, which may be a link; `$ORIGIN` is its folder. */
  opened: string;
  elf: ElfFile;
  /** The file that made the loader load this one. */
  parent?: Loaded;
}

export interface SearchRules extends Pick<ElfFile, 'class' | 'machine'> {
  libc: Libc;
  /** `LD_LIBRARY_PATH`. */
  libraryPath: readonly string[];
  /** Folders of the loader's own configuration. */
  configured: readonly string[];
}

const MUSL_FOLDERS = ['/lib', '/usr/local/lib', '/usr/lib'];

/** The kernel's limit for a path, in bytes; the others are far above what real files have. */
const MOST_PATH = 4096;
const MOST_NAMES = 8;
const MOST_FOLDERS = 2000;

/**
 * The folders in which the loader looks for what a file needs, in its order. Relative ones are left
 * out: they depend on the folder that the program is started in.
 */
export function searchPath(object: Loaded, rules: SearchRules): string[] {
  const folders = new Set<string>();
  let seen = 0;
  for (const folder of rules.libc === 'musl' ? inMusl(object, rules) : inGlibc(object, rules)) {
    if (folder.startsWith('/')) folders.add(folder);
    if (++seen >= MOST_FOLDERS) break;
  }
  return [...folders];
}

function* inGlibc(object: Loaded, rules: SearchRules): Generator<string> {
  if (object.elf.runpath.length === 0) {
    for (const one of chainOf(object)) {
      if (one.elf.runpath.length > 0) continue;
      for (const folder of one.elf.rpath) yield* expand(folder, one, rules);
    }
  }
  yield* rules.libraryPath;
  for (const folder of object.elf.runpath) yield* expand(folder, object, rules);
  yield* rules.configured;
  const { triplets } = MACHINES[rules.machine];
  yield* triplets.map((triplet) => `/lib/${triplet}`);
  yield* triplets.map((triplet) => `/usr/lib/${triplet}`);
  yield* ['/lib64', '/usr/lib64', '/lib', '/usr/lib'];
}

/** For musl RPATH and RUNPATH are the same, and what asked for a file lends it its own. */
function* inMusl(object: Loaded, rules: SearchRules): Generator<string> {
  yield* rules.libraryPath;
  for (const one of chainOf(object)) {
    const folders = one.elf.runpath.length > 0 ? one.elf.runpath : one.elf.rpath;
    // One `$` it does not know, and musl ignores the whole list.
    if (folders.some((folder) => put(folder, 'ORIGIN', '').includes('$'))) continue;
    for (const folder of folders) if (isSane(folder)) yield put(folder, 'ORIGIN', originOf(one));
  }
  yield* rules.configured.length > 0 ? rules.configured : MUSL_FOLDERS;
}

/** A file, the one that made the loader load it, and so on, up to the subject. */
function* chainOf(object: Loaded): Generator<Loaded> {
  for (let one: Loaded | undefined = object; one; one = one.parent) yield one;
}

/** A path with glibc's names in it; `$LIB` depends on the distribution, so it may give several. */
export function expand(text: string, object: Loaded, { machine }: SearchRules): string[] {
  if (!isSane(text)) return [];
  if (!text.includes('$')) return [text];
  const { triplets, platform } = MACHINES[machine];
  const known = put(put(text, 'ORIGIN', originOf(object)), 'PLATFORM', platform);
  const libraries = [...triplets.map((triplet) => `lib/${triplet}`), 'lib64', 'lib'];
  return [...new Set(libraries.map((folder) => put(known, 'LIB', folder)))];
}

function isSane(text: string): boolean {
  return text.length <= MOST_PATH && text.split('$', MOST_NAMES + 2).length <= MOST_NAMES + 1;
}

function put(text: string, name: string, value: string): string {
  const set = () => value;
  return text.replaceAll(`\${${name}}`, set).replaceAll(`$${name}`, set);
}

function originOf({ opened }: Loaded): string {
  return opened.slice(0, opened.lastIndexOf('/')) || '/';
}
