import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closureOf } from '../../src/elf/closure.ts';
import type { ElfFile } from '../../src/elf/types.ts';
import { elf, rootOf } from './root.ts';

const LOADERS = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-musl-x86_64.so.1'];
const NAMES = ['liba.so.1', 'libb.so.1', 'libc.so.6', 'libc.musl-x86_64.so.1', '/opt/libd.so'];
const FOLDERS = ['/opt', '/lib', '/usr/lib', '$ORIGIN', '$ORIGIN/..', '/$LIB', 'opt', '', '$'];
const VERSIONS = ['A_1', 'A_2', 'GLIBC_2.34', 'GLIBC_PRIVATE', '_', ''];
const PLACES = [...LOADERS, ...NAMES.flatMap((name) => [`/lib/${name}`, `/opt/${name}`]), '/app'];

const few = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { maxLength: 3 });
const file: fc.Arbitrary<ElfFile> = fc
  .record(
    {
      class: fc.constantFrom(64 as const, 64 as const, 32 as const),
      type: fc.constantFrom('shared' as const, 'shared' as const, 'other' as const),
      interpreter: fc.constantFrom(...LOADERS, 'ld.so', ''),
      soname: fc.constantFrom(...NAMES, ''),
      needed: few([...NAMES, '', '$ORIGIN/liba.so.1']),
      rpath: few(FOLDERS),
      runpath: few(FOLDERS),
      provides: few(VERSIONS),
      requires: few(NAMES.flatMap((library) => VERSIONS.map((version) => ({ library, version })))),
    },
    { requiredKeys: [] },
  )
  .map(({ requires = [], ...rest }) =>
    elf({ ...rest, requires: requires.map((one) => ({ ...one, weak: false })) }),
  );
const link = fc.constantFrom(...PLACES).map((target) => `-> ${target}`);
const image = fc.dictionary(
  fc.constantFrom(...PLACES),
  fc.oneof({ weight: 4, arbitrary: file }, link),
);

test('every image gets an answer: the same each time, in order, with each problem once', () => {
  fc.assert(
    fc.property(image, few(FOLDERS), few(FOLDERS), (files, libraryPath, configured) => {
      const subjects = Object.keys(files);
      const input = { subjects, machine: 'x86_64', libraryPath, configured } as const;
      const closure = closureOf({ ...input, root: rootOf(files) });
      expect(closureOf({ ...input, root: rootOf(files) })).toEqual(closure);
      const paths = closure.libraries.map(({ path }) => path);
      expect(paths).toEqual([...new Set(paths)].sort());
      expect(paths.every((path) => typeof files[path] === 'object')).toBe(true);
      const problems = closure.problems.map((problem) =>
        JSON.stringify({ ...problem, neededBy: undefined, path: undefined, newest: undefined }),
      );
      expect(problems).toEqual([...new Set(problems)]);
    }),
    { numRuns: 3000 },
  );
});
