import { isFor } from './machines.ts';
import { expand, type Loaded, type SearchRules, searchPath } from './search-path.ts';
import type { ElfFile } from './types.ts';

/** What an image offers the loader. Paths are absolute; a `..` in them counts after links, as ever. */
export interface Root {
  /** The ELF file a path leads to once links are followed, with the path it really has. */
  elf(path: string): { path: string; elf: ElfFile } | undefined;
  /** Whether anything is there (links followed). */
  has(path: string): boolean;
}

export type Found = Pick<Loaded, 'path' | 'opened' | 'elf'>;

export interface Finder {
  /** The ELF file at a path, whatever it is for. */
  at(path: string): Found | undefined;
  /** What the loader opens for a library that a file needs. */
  find(name: string, object: Loaded, rules: SearchRules): Found | undefined;
}

/** Folders in their order, with what was found in them so far, by name. */
interface Shelf {
  folders: string[];
  found: Map<string, Found | undefined>;
}

/** Looks libraries up in an image. Most files share one search path, so answers are kept by it. */
export function finderIn(root: Root): Finder {
  const files = new Map<string, Found | undefined>();
  const shelves = new Map<string, Shelf>();
  const shelfOf = new WeakMap<Loaded, Shelf>();

  function at(path: string): Found | undefined {
    if (files.has(path)) return files.get(path);
    const file = root.elf(path);
    const found = file && { ...file, opened: path };
    files.set(path, found);
    return found;
  }

  function shelf(object: Loaded, rules: SearchRules): Shelf {
    const known = shelfOf.get(object);
    if (known) return known;
    const folders = searchPath(object, rules);
    const key = [rules.libc, rules.class, ...folders].join(':');
    const shared = shelves.get(key) ?? { folders, found: new Map() };
    shelves.set(key, shared);
    shelfOf.set(object, shared);
    return shared;
  }

  /** The first candidate the loader can use; some that it cannot use end the search. */
  function first(candidates: Iterable<string>, rules: SearchRules): Found | undefined {
    for (const candidate of candidates) {
      const found = at(candidate);
      if (found && isFor(found.elf, rules)) return found.elf.type === 'other' ? undefined : found;
      // glibc passes over other machines and fails at what is no ELF file; musl looks no further.
      if (found ? rules.libc === 'musl' : root.has(candidate)) return undefined;
    }
    return undefined;
  }

  return {
    at,
    find(name, object, rules) {
      if (name.includes('/')) {
        const paths = rules.libc === 'musl' ? [name] : expand(name, object, rules);
        return first(
          paths.filter((path) => path.startsWith('/')),
          rules,
        );
      }
      const { folders, found } = shelf(object, rules);
      if (!found.has(name)) found.set(name, first(inEach(folders, name), rules));
      return found.get(name);
    },
  };
}

function* inEach(folders: readonly string[], name: string): Generator<string> {
  for (const folder of folders) yield folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
