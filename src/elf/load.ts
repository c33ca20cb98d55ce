import type { Finder, Found } from './finder.ts';
import type { Host } from './host.ts';
import { isInMusl, libcOf } from './libc.ts';
import type { ClosureProblem } from './problems.ts';
import type { Loaded, SearchRules } from './search-path.ts';

/** Everything one subject brings into memory. */
export interface Process {
  /** In the order they are loaded, the subject first; without the loader. */
  objects: Loaded[];
  /** By each name a file was asked for or calls itself. */
  named: Map<string, Loaded>;
}

export interface LoadEvents {
  /** `by` asks for `library` under this name. */
  uses(library: Loaded, name: string, by: Loaded): void;
  problem(problem: ClosureProblem): void;
}

/** What is in memory besides the subject. */
export interface Surroundings extends Host {
  /** Libraries that were opened before the subject. */
  opened: readonly Found[];
}

/** The kernel puts it in memory itself. */
const VDSO = /^linux-(?:vdso(?:32|64)?|gate)\.so\.1$/;

/** Loads a subject with all it needs as its loader would: level by level, each file once. */
export function load(
  subject: Loaded,
  host: Surroundings,
  rules: SearchRules,
  finder: Finder,
  events: LoadEvents,
): Process {
  const { loader } = host;
  const objects = [subject];
  const named = new Map<string, Loaded>();
  const byPath = new Map([[subject.path, subject]]);
  if (loader) byPath.set(loader.path, loader);

  function name(object: Loaded, asked?: string): void {
    // glibc takes a file under its soname too, musl under the names it was found by.
    const soname = host.libc === 'glibc' ? object.elf.soname : undefined;
    for (const one of [asked, soname]) if (one && !named.has(one)) named.set(one, object);
  }

  function open(library: string, by: Loaded): Loaded | undefined {
    const found = finder.find(library, by, rules);
    if (!found) {
      const neededBy = subject.path;
      events.problem({ kind: 'missing-library', file: by.path, library, neededBy });
      return undefined;
    }
    const known = byPath.get(found.path);
    const object = known ?? { ...found, parent: by };
    name(object, library);
    if (known) return known;
    byPath.set(found.path, object);
    const libc = libcOf(object.elf);
    const foreign = libc !== undefined && libc !== host.libc && !host.standsIn;
    if (!foreign) objects.push(object);
    else events.problem({ kind: 'wrong-libc', file: object.path, libc, expected: host.libc });
    return object;
  }

  name(subject);
  if (loader) name(loader, loader.opened);
  for (const before of host.opened) {
    if (byPath.has(before.path)) continue;
    byPath.set(before.path, before);
    name(before, before.elf.soname);
  }
  for (const object of objects) {
    for (const library of object.elf.needed) {
      if (library === '' || VDSO.test(library)) continue;
      if (host.libc === 'musl' && loader && isInMusl(library)) continue;
      const used = named.get(library) ?? open(library, object);
      if (used && used !== subject && used !== loader) events.uses(used, library, object);
    }
  }
  return { objects, named };
}
