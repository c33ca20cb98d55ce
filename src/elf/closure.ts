import { type Finder, type Found, finderIn, type Root } from './finder.ts';
import { hostOf } from './host.ts';
import { type LoadEvents, load } from './load.ts';
import { isFor } from './machines.ts';
import { type ClosureProblem, problemList } from './problems.ts';
import type { Loaded } from './search-path.ts';
import type { ElfFile } from './types.ts';
import { versionCheck } from './versions.ts';

export type { Root } from './finder.ts';
export type { ClosureProblem } from './problems.ts';

export interface ClosureInput {
  root: Root;
  /** Absolute paths of the files that have to work. What is no program and no library is left out. */
  subjects: readonly string[];
  /** What the image is for. */
  machine: ElfFile['machine'];
  /** The image's `LD_LIBRARY_PATH`. */
  libraryPath: readonly string[];
  /**
   * Folders out of `/etc/ld.so.conf`, which count only with an `ld.so.cache`, or out of
   * `/etc/ld-musl-<arch>.path`; for musl they replace the defaults when there are any.
   */
  configured: readonly string[];
  /**
   * Paths of libraries that a program has opened by itself before it opens a subject that is a
   * library; of several with one soname that in the folder of the subject counts.
   */
  opened?: readonly string[];
}

export interface Closure {
  /** Every library the subjects load, by path, with the real paths of the files that ask for it. */
  libraries: { name: string; path: string; neededBy: string[] }[];
  /** Real paths of the loaders in use. */
  loaders: string[];
  /** In the order of the subjects. */
  problems: ClosureProblem[];
}

/** Loads every subject as the image's dynamic loader would, and says what it would fail at. */
export function closureOf(input: ClosureInput): Closure {
  const { machine, libraryPath, configured } = input;
  const finder = finderIn(input.root);
  const problems = problemList();
  const checkVersions = versionCheck(problems.add);
  const libraries = new Map<string, { name: string; neededBy: Set<string> }>();
  const loaders = new Set<string>();
  const events: LoadEvents = {
    uses(library, name, by) {
      const known = libraries.get(library.path);
      if (known) known.neededBy.add(by.path);
      else libraries.set(library.path, { name, neededBy: new Set([by.path]) });
    },
    problem: problems.add,
  };

  for (const path of new Set(input.subjects)) {
    const file = finder.at(path);
    if (!file || file.elf.type === 'other') continue;
    const { elf } = file;
    if (elf.machine !== machine) {
      const found = { file: file.path, machine: elf.machine, expected: machine };
      problems.add({ kind: 'wrong-machine', ...found });
      continue;
    }
    if (elf.interpreter === undefined && elf.needed.length === 0) continue;
    // The kernel tells a program its real path; a library is known by the path it is opened with.
    const subject: Loaded = elf.interpreter === undefined ? file : { ...file, opened: file.path };
    const { host, problem } = hostOf(subject, finder);
    if (problem) problems.add(problem);
    if (!host) continue;
    if (host.loader) loaders.add(host.loader.path);
    const rules = { libc: host.libc, class: elf.class, machine, libraryPath, configured };
    const opened = elf.interpreter === undefined ? openedFor(file, input, finder) : [];
    const process = load(subject, { ...host, opened }, rules, finder, events);
    if (host.libc === 'glibc') checkVersions(process);
  }

  return {
    libraries: [...libraries]
      .map(([path, { name, neededBy }]) => ({ name, path, neededBy: [...neededBy].sort() }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    loaders: [...loaders].sort(),
    problems: problems.all(),
  };
}

/** The nearest first, so that two runtimes in one image do not get into each other's way. */
function openedFor(subject: Found, { opened = [] }: ClosureInput, finder: Finder): Found[] {
  const folder = subject.path.slice(0, subject.path.lastIndexOf('/') + 1);
  const found = opened.flatMap((path) => finder.at(path) ?? []);
  const fitting = found.filter(({ elf }) => isFor(elf, subject.elf));
  return [
    ...fitting.filter(({ path }) => path.startsWith(folder)),
    ...fitting.filter(({ path }) => !path.startsWith(folder)),
  ];
}
