import { expect, test } from 'vitest';
import type { ClosureInput } from '../../src/elf/closure.ts';
import { type Files, GLIBC, loaded, program, TRIPLET } from './images.ts';
import { elf } from './root.ts';

/** The other way to write a name of the loader. */
const braced = (name: string) => `\${${name}}`;

const x = elf({ soname: 'libx.so.1' });
const y = elf({ soname: 'liby.so.1' });

test.each<[string, Files, string[], Partial<ClosureInput>?]>([
  [
    'in RPATH before LD_LIBRARY_PATH',
    {
      '/app/run': program(['libx.so.1'], { rpath: ['/r'] }),
      '/r/libx.so.1': x,
      '/e/libx.so.1': x,
    },
    ['/r/libx.so.1'],
    { libraryPath: ['/e'] },
  ],
  [
    'in LD_LIBRARY_PATH before RUNPATH',
    {
      '/app/run': program(['libx.so.1'], { runpath: ['/r'] }),
      '/r/libx.so.1': x,
      '/e/libx.so.1': x,
    },
    ['/e/libx.so.1'],
    { libraryPath: ['/e'] },
  ],
  [
    'in RUNPATH before the configured folders, in those before the defaults',
    {
      '/app/run': program(['libx.so.1', 'liby.so.1'], { runpath: ['/r'] }),
      '/r/libx.so.1': x,
      '/c/libx.so.1': x,
      '/c/liby.so.1': y,
      '/usr/lib/liby.so.1': y,
    },
    ['/c/liby.so.1', '/r/libx.so.1'],
    { configured: ['/c'] },
  ],
  [
    'in the folder of the architecture before the plain ones',
    { '/app/run': program(['libx.so.1']), '/usr/lib/libx.so.1': x, [`${TRIPLET}/libx.so.1`]: x },
    [`${TRIPLET}/libx.so.1`],
  ],
  [
    'never in RPATH when there is a RUNPATH',
    { '/app/run': program(['libx.so.1'], { rpath: ['/r'], runpath: ['/s'] }), '/r/libx.so.1': x },
    ['missing-library libx.so.1'],
  ],
  [
    'never in RPATH when there is an empty RUNPATH',
    { '/app/run': program(['libx.so.1'], { rpath: ['/r'], runpath: [''] }), '/r/libx.so.1': x },
    ['missing-library libx.so.1'],
  ],
  [
    'in the RPATH of what loaded the file that asks',
    {
      '/app/run': program(['libx.so.1'], { rpath: ['/r'] }),
      '/r/libx.so.1': elf({ needed: ['liby.so.1'] }),
      '/r/liby.so.1': y,
    },
    ['/r/libx.so.1', '/r/liby.so.1'],
  ],
  [
    'first in the own RPATH of the file that asks',
    {
      '/app/run': program(['libx.so.1'], { rpath: ['/r'] }),
      '/r/libx.so.1': elf({ needed: ['liby.so.1'], rpath: ['/s'] }),
      '/r/liby.so.1': y,
      '/s/liby.so.1': y,
    },
    ['/r/libx.so.1', '/s/liby.so.1'],
  ],
  [
    'not in the RPATH of what loaded it when the file that asks has a RUNPATH',
    {
      '/app/run': program(['libx.so.1'], { rpath: ['/r'] }),
      '/r/libx.so.1': elf({ needed: ['liby.so.1'], runpath: ['/s'] }),
      '/r/liby.so.1': y,
    },
    ['/r/libx.so.1', 'missing-library liby.so.1'],
  ],
  [
    'never in the RUNPATH of another file',
    {
      '/app/run': program(['libx.so.1'], { runpath: ['/r'] }),
      '/r/libx.so.1': elf({ needed: ['liby.so.1'] }),
      '/r/liby.so.1': y,
    },
    ['/r/libx.so.1', 'missing-library liby.so.1'],
  ],
  [
    'never in the RPATH of what loaded it, when that has a RUNPATH',
    {
      '/app/run': program(['libx.so.1'], { rpath: ['/r'], runpath: ['/s'] }),
      '/s/libx.so.1': elf({ needed: ['liby.so.1'] }),
      '/r/liby.so.1': y,
    },
    ['/s/libx.so.1', 'missing-library liby.so.1'],
  ],
  [
    'never in a relative folder',
    { '/app/run': program(['libx.so.1'], { rpath: ['', '.', 'r'] }), '/r/libx.so.1': x },
    ['missing-library libx.so.1'],
  ],
  [
    'past files of another class or machine',
    {
      '/app/run': program(['libx.so.1']),
      [`${TRIPLET}/libx.so.1`]: elf({ class: 32, machine: 'i386' }),
      '/usr/lib64/libx.so.1': elf({ machine: 'aarch64' }),
      '/usr/lib/libx.so.1': x,
    },
    ['/usr/lib/libx.so.1'],
  ],
  [
    'no further than a file that is not ELF',
    {
      '/app/run': program(['libx.so.1']),
      [`${TRIPLET}/libx.so.1`]: 'INPUT(libx.so)',
      '/usr/lib/libx.so.1': x,
    },
    ['missing-library libx.so.1'],
  ],
  [
    'no further than an object file',
    {
      '/app/run': program(['libx.so.1']),
      [`${TRIPLET}/libx.so.1`]: elf({ type: 'other' }),
      '/usr/lib/libx.so.1': x,
    },
    ['missing-library libx.so.1'],
  ],
  [
    'at the path itself, when the name is one',
    { '/app/run': program(['/opt/libx.so']), '/opt/libx.so': x },
    ['/opt/libx.so'],
  ],
  [
    'nowhere for a path from the folder it was built in',
    { '/app/run': program(['build/libx.so']), '/build/libx.so': x, '/usr/lib/build/libx.so': x },
    ['missing-library build/libx.so'],
  ],
])('glibc looks %s', (_name, files, expected, rest) => {
  expect(loaded({ ...GLIBC, ...files }, rest)).toEqual(expected);
});

test.each([
  ['$ORIGIN/../lib', '/app/lib/libx.so.1'],
  [`${braced('ORIGIN')}/lib`, '/app/bin/lib/libx.so.1'],
  ['/opt/$LIB', '/opt/lib/x86_64-linux-gnu/libx.so.1'],
  [`/opt/${braced('LIB')}`, '/opt/lib64/libx.so.1'],
  ['/opt/$PLATFORM', '/opt/x86_64/libx.so.1'],
])('glibc puts something for the names in %s', (folder, path) => {
  const run = program(['libx.so.1'], { runpath: [folder] });
  expect(loaded({ ...GLIBC, '/app/bin/run': run, [path]: x }, {}, '/app/bin/run')).toEqual([path]);
});

test('glibc puts the folder for $ORIGIN in a needed path too', () => {
  const run = program(['$ORIGIN/libx.so']);
  expect(loaded({ ...GLIBC, '/app/run': run, '/app/libx.so': x })).toEqual(['/app/libx.so']);
});

test('$ORIGIN is the real folder of a program, and the one a library was found in', () => {
  const files = {
    ...GLIBC,
    '/bin/run': '-> ../opt/app/run',
    '/opt/app/run': program(['libx.so.1'], { rpath: ['$ORIGIN'] }),
    '/opt/app/libx.so.1': '-> store/libx.so.1',
    '/opt/app/store/libx.so.1': elf({ needed: ['liby.so.1'], runpath: ['$ORIGIN/y'] }),
    '/opt/app/y/liby.so.1': y,
    '/opt/app/store/y/liby.so.1': y,
  };
  expect(loaded(files, {}, '/bin/run')).toEqual([
    '/opt/app/store/libx.so.1',
    '/opt/app/y/liby.so.1',
  ]);
});
