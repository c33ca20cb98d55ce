import { ENTRIES } from './dlopen-table.ts';

/** What a library opens by itself while it runs, which no list of needed libraries shows. */
export interface Opened {
  /** The soname that was asked about. */
  library: string;
  /** Names of files, or patterns for their paths, where `*` stands for a part of a name. */
  opens: readonly string[];
  /** Whether programs that use the library do not work without; else it depends on what they do. */
  required: boolean;
  why: string;
}

/** What the named libraries are known to open by themselves, in the order of the names. */
export function opensBeyond(names: readonly string[]): Opened[] {
  return [...new Set(names)].flatMap((library) =>
    ENTRIES.filter((entry) => entry.library.test(library)).map((entry) => ({ ...entry, library })),
  );
}

const FIRST = ENTRIES.filter(({ first }) => first).flatMap(({ opens }) => opens.map(pathsLike));

/**
 * Whether a file is in memory before whatever is loaded beside it. The libraries of a Java runtime
 * need libjvm.so, and their search path does not lead to it: the launcher has opened it before, and
 * a loader takes what is there under its soname. (musl does not, so on musl the launcher puts the
 * folder into `LD_LIBRARY_PATH`, to the same end.)
 */
export function isOpenedFirst(path: string): boolean {
  return FIRST.some((pattern) => pattern.test(path));
}

/** Matches the paths that end with a pattern of an entry. */
export function pathsLike(pattern: string): RegExp {
  const source = pattern.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`(?:^|/)${source}$`);
}
