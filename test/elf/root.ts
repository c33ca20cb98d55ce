import type { Root } from '../../src/elf/closure.ts';
import type { ElfFile } from '../../src/elf/types.ts';

/** A library for x86-64 that asks for nothing. */
export function elf(parts: Partial<ElfFile> = {}): ElfFile {
  return {
    class: 64,
    machine: 'x86_64',
    type: 'shared',
    needed: [],
    rpath: [],
    runpath: [],
    requires: [],
    provides: [],
    ...parts,
  };
}

/** An image by path: ELF files, links (`-> target`) and other files (any other text). */
export function rootOf(files: Record<string, ElfFile | string>): Root & { lookups: () => number } {
  let lookups = 0;
  const at = (path: string) => {
    lookups++;
    const real = follow(files, path);
    return real !== undefined && real in files ? { path: real, file: files[real] } : undefined;
  };
  return {
    lookups: () => lookups,
    has: (path) => at(path) !== undefined,
    elf(path) {
      const found = at(path);
      return typeof found?.file === 'object' ? { path: found.path, elf: found.file } : undefined;
    },
  };
}

/** As the kernel follows a path: every link in it first, then the `..` behind it. */
function follow(files: Record<string, ElfFile | string>, path: string): string | undefined {
  const todo = path.split('/');
  let real = '';
  for (let links = 0; todo.length > 0; ) {
    const part = todo.shift();
    if (part === '' || part === '.') continue;
    if (part === '..') {
      real = real.slice(0, Math.max(real.lastIndexOf('/'), 0));
      continue;
    }
    const file = files[`${real}/${part}`];
    if (typeof file !== 'string' || !file.startsWith('-> ')) {
      real = `${real}/${part}`;
      continue;
    }
    if (++links > 40) return undefined;
    const target = file.slice('-> '.length);
    if (target.startsWith('/')) real = '';
    todo.unshift(...target.split('/'));
  }
  return real;
}
