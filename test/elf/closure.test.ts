import { describe, expect, test } from 'vitest';
import { close, type Files, GLIBC, loaded, program, TRIPLET } from './images.ts';
import { elf, rootOf } from './root.ts';

test('tells what a program loads, from where and for whom', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['libpq.so.5']),
    [`${TRIPLET}/libpq.so.5`]: '-> libpq.so.5.17',
    [`${TRIPLET}/libpq.so.5.17`]: elf({ soname: 'libpq.so.5', needed: ['libc.so.6'] }),
  };
  const libpq = `${TRIPLET}/libpq.so.5.17`;
  expect(close(files, ['/app/run'])).toEqual({
    libraries: [
      { name: 'libc.so.6', path: `${TRIPLET}/libc.so.6`, neededBy: ['/app/run', libpq] },
      { name: 'libpq.so.5', path: libpq, neededBy: ['/app/run'] },
    ],
    loaders: [`${TRIPLET}/ld-linux-x86-64.so.2`],
    problems: [],
  });
});

describe('subjects', () => {
  test('of another machine do not run', () => {
    const files = { ...GLIBC, '/app/run': elf({ machine: 'aarch64', needed: ['libx.so.1'] }) };
    expect(close(files, ['/app/run']).problems).toEqual([
      { kind: 'wrong-machine', file: '/app/run', machine: 'aarch64', expected: 'x86_64' },
    ]);
  });

  test('that are static need nothing', () => {
    const run = elf({ type: 'executable' });
    expect(close({ '/app/run': run }, ['/app/run'])).toEqual({
      libraries: [],
      loaders: [],
      problems: [],
    });
  });

  test('that are no program and no library are left out', () => {
    const files = {
      '/app/x.o': elf({ type: 'other', machine: 'aarch64' }),
      '/app/x.sh': '#!/bin/sh',
    };
    expect(close(files, ['/app/x.o', '/app/x.sh', '/app/none']).problems).toEqual([]);
  });

  test('that lead to one problem report it once, with the first of them', () => {
    const files = {
      ...GLIBC,
      '/app/a': program(['libx.so.1']),
      '/app/b': program(['libx.so.1', 'liby.so.1']),
      '/usr/lib/libx.so.1': elf({ needed: ['libgone.so'] }),
      '/usr/lib/liby.so.1': elf({ needed: ['libgone.so'] }),
    };
    const file = (name: string, neededBy: string) => ({
      kind: 'missing-library',
      file: `/usr/lib/${name}`,
      library: 'libgone.so',
      neededBy,
    });
    expect(close(files, ['/app/a', '/app/b', '/app/a']).problems).toEqual([
      file('libx.so.1', '/app/a'),
      file('liby.so.1', '/app/b'),
    ]);
  });

  test('the vdso is nobody’s file', () => {
    expect(loaded({ ...GLIBC, '/app/run': program(['linux-vdso.so.1']) })).toEqual([]);
  });
});

test('three hundred libraries that all ask for each other are looked up once, whatever asks for them', () => {
  const names = Array.from({ length: 300 }, (_, index) => `lib${index}.so.1`);
  const files: Files = { ...GLIBC };
  for (const name of names) files[`/usr/lib/${name}`] = elf({ soname: name, needed: names });
  const subjects = Array.from({ length: 20 }, (_, index) => `/app/run${index}`);
  for (const subject of subjects) files[subject] = program(names, { rpath: ['/r', '/s'] });
  const root = rootOf(files);
  const { libraries, problems } = close(files, subjects, { root });
  expect([libraries.length, problems.length]).toEqual([301, 0]);
  expect(root.lookups()).toBeLessThan(10_000);
});

test('folders without number or end are cut, not followed', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `/${index}`);
  const run = program(['libx.so.1'], { rpath: ['$ORIGIN'.repeat(10_000), ...many] });
  const root = rootOf({ ...GLIBC, '/app/run': run });
  expect(close({}, ['/app/run'], { root }).problems).toHaveLength(2);
  expect(root.lookups()).toBeLessThan(20_000);
});
