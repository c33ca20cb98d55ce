import { type Closure, type ClosureInput, closureOf } from '../../src/elf/closure.ts';
import type { ElfFile } from '../../src/elf/types.ts';
import { elf, rootOf } from './root.ts';

export type Files = Record<string, ElfFile | string>;

export const LD = '/lib64/ld-linux-x86-64.so.2';
export const MUSL = '/lib/ld-musl-x86_64.so.1';
export const TRIPLET = '/usr/lib/x86_64-linux-gnu';

export const LOADER = elf({ soname: 'ld-linux-x86-64.so.2', provides: ['GLIBC_2.2.5'] });
export const LIBC = elf({
  soname: 'libc.so.6',
  needed: ['ld-linux-x86-64.so.2'],
  provides: ['GLIBC_2.2.5', 'GLIBC_2.34', 'GLIBC_2.36', 'GLIBC_PRIVATE'],
});
/** As Debian lays it out: `/lib` and `/lib64` are links. */
export const GLIBC: Files = {
  '/lib': '-> usr/lib',
  '/lib64': '-> usr/lib64',
  '/usr/lib64/ld-linux-x86-64.so.2': '-> ../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
  [`${TRIPLET}/ld-linux-x86-64.so.2`]: LOADER,
  [`${TRIPLET}/libc.so.6`]: LIBC,
};
export const ALPINE: Files = {
  [MUSL]: elf({ soname: 'libc.musl-x86_64.so.1' }),
  '/lib/libc.musl-x86_64.so.1': '-> ld-musl-x86_64.so.1',
};

export const program = (needed: string[], rest: Partial<ElfFile> = {}) =>
  elf({ interpreter: LD, needed: [...needed, 'libc.so.6'], ...rest });
export const onMusl = (needed: string[], rest: Partial<ElfFile> = {}) =>
  elf({ interpreter: MUSL, needed: [...needed, 'libc.musl-x86_64.so.1'], ...rest });

export function close(files: Files, subjects: string[], rest: Partial<ClosureInput> = {}): Closure {
  const input = { root: rootOf(files), subjects, machine: 'x86_64', libraryPath: [] } as const;
  return closureOf({ ...input, configured: [], ...rest });
}

/** The real paths of what a program with these files loads, and its problems as short lines. */
export function loaded(
  files: Files,
  rest: Partial<ClosureInput> = {},
  subject = '/app/run',
): string[] {
  const { libraries, problems } = close(files, [subject], rest);
  return [
    ...libraries.map(({ path }) => path).filter((path) => path !== `${TRIPLET}/libc.so.6`),
    ...problems.map((one) => ('library' in one ? `${one.kind} ${one.library}` : one.kind)),
  ];
}
