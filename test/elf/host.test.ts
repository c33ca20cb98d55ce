import { expect, test } from 'vitest';
import type { ElfFile } from '../../src/elf/types.ts';
import {
  ALPINE,
  close,
  type Files,
  GLIBC,
  LD,
  loaded,
  MUSL,
  onMusl,
  program,
  TRIPLET,
} from './images.ts';
import { elf } from './root.ts';

test('a loader is missing from an empty image, and so is all else', () => {
  const { problems, loaders } = close({ '/app/run': program([]) }, ['/app/run']);
  expect(problems).toEqual([
    { kind: 'missing-loader', file: '/app/run', loader: LD },
    { kind: 'missing-library', file: '/app/run', library: 'libc.so.6', neededBy: '/app/run' },
  ]);
  expect(loaders).toEqual([]);
});

test('a loader elsewhere than where the program looks is missing', () => {
  const loader = '/nix/store/x/lib/ld-linux-x86-64.so.2';
  const files = { ...GLIBC, '/app/run': program([], { interpreter: loader }) };
  expect(close(files, ['/app/run']).problems).toEqual([
    { kind: 'missing-loader', file: '/app/run', loader },
  ]);
});

test('a loader of another machine is none', () => {
  const files = { ...GLIBC, [`${TRIPLET}/ld-linux-x86-64.so.2`]: elf({ machine: 'aarch64' }) };
  expect(loaded({ ...files, '/app/run': program([]) })).toContain('missing-loader');
});

test.each<[string, ElfFile, Files, object]>([
  ['a musl program on glibc', onMusl(['libx.so.1']), GLIBC, { libc: 'musl', expected: 'glibc' }],
  ['a glibc program on musl', program(['libx.so.1']), ALPINE, { libc: 'glibc', expected: 'musl' }],
  [
    'a musl library on glibc',
    elf({ needed: ['libc.musl-x86_64.so.1'] }),
    GLIBC,
    { libc: 'musl', expected: 'glibc' },
  ],
  [
    'a glibc library on musl',
    elf({ needed: ['libc.so.6'] }),
    ALPINE,
    { libc: 'glibc', expected: 'musl' },
  ],
])('a loader belongs to the wrong libc: %s', (_name, file, image, expected) => {
  expect(close({ ...image, '/app/run': file }, ['/app/run']).problems).toEqual([
    { kind: 'wrong-libc', file: '/app/run', ...expected },
  ]);
});

test('a loader loads no library of another libc', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['libx.so.1'], { runpath: ['/app'] }),
    '/app/libx.so.1': elf({ needed: ['liby.so.1', 'libc.musl-x86_64.so.1'] }),
  };
  expect(close(files, ['/app/run']).problems).toEqual([
    { kind: 'wrong-libc', file: '/app/libx.so.1', libc: 'musl', expected: 'glibc' },
  ]);
});

test('a loader of musl may stand in for that of glibc, by a link', () => {
  const files = {
    ...ALPINE,
    '/lib64/ld-linux-x86-64.so.2': '-> ../lib/ld-musl-x86_64.so.1',
    '/app/run': program(['libpthread.so.0', 'libx.so.1']),
    '/usr/lib/libx.so.1': elf({ needed: ['libc.so.6'] }),
  };
  expect(close(files, ['/app/run'])).toEqual({
    libraries: [{ name: 'libx.so.1', path: '/usr/lib/libx.so.1', neededBy: ['/app/run'] }],
    loaders: [MUSL],
    problems: [],
  });
});

test('a loader of musl is known by the name it is asked by, when it is the libc as musl installs it', () => {
  const files = {
    [MUSL]: '-> ../usr/lib/libc.so',
    '/usr/lib/libc.so': elf(),
    '/app/run': onMusl(['libpthread.so.0']),
    '/app/x.so': elf({ needed: ['libc.so.6'] }),
  };
  expect(close(files, ['/app/run']).problems).toEqual([]);
  expect(close(files, ['/app/x.so']).problems.map(({ kind }) => kind)).toEqual(['wrong-libc']);
});

test('a loader of another machine is none for a library either', () => {
  const files = {
    [MUSL]: elf({ machine: 'aarch64', soname: 'libc.musl-aarch64.so.1' }),
    '/app/x.so': elf({ needed: ['libc.so.6'] }),
  };
  expect(loaded(files, {}, '/app/x.so')).toEqual(['missing-library libc.so.6']);
});

test('a loader is that of its own libc for a library, where there are both', () => {
  const files = { ...GLIBC, [`/usr${MUSL}`]: ALPINE[MUSL] ?? '', '/app/m.so': elf() };
  files['/app/m.so'] = elf({ needed: ['libc.musl-x86_64.so.1'] });
  const { loaders, problems } = close(files, ['/app/m.so']);
  expect({ loaders, problems }).toEqual({ loaders: [`/usr${MUSL}`], problems: [] });
});
