import { expect, test } from 'vitest';
import type { ClosureInput } from '../../src/elf/closure.ts';
import { ALPINE, type Files, loaded, onMusl } from './images.ts';
import { elf } from './root.ts';

const x = elf({ soname: 'libx.so.1' });

test.each<[string, Files, string[], Partial<ClosureInput>?]>([
  [
    'nowhere for its own names',
    { '/app/run': onMusl(['libpthread.so.0', 'libc.so', 'libm.so.6', 'libdl.so.2']) },
    [],
  ],
  [
    'for every other name',
    { '/app/run': onMusl(['libmagic.so.1']) },
    ['missing-library libmagic.so.1'],
  ],
  [
    'in /usr/local/lib before /usr/lib',
    { '/app/run': onMusl(['libx.so.1']), '/usr/local/lib/libx.so.1': x, '/usr/lib/libx.so.1': x },
    ['/usr/local/lib/libx.so.1'],
  ],
  [
    'in the configured folders instead of those',
    { '/app/run': onMusl(['libx.so.1']), '/usr/lib/libx.so.1': x },
    ['missing-library libx.so.1'],
    { configured: ['/c'] },
  ],
  [
    'in LD_LIBRARY_PATH before RPATH',
    {
      '/app/run': onMusl(['libx.so.1'], { rpath: ['/r'] }),
      '/r/libx.so.1': x,
      '/e/libx.so.1': x,
    },
    ['/e/libx.so.1'],
    { libraryPath: ['/e'] },
  ],
  [
    'in the RUNPATH of what loaded the file that asks',
    {
      '/app/run': onMusl(['liby.so.1'], { runpath: ['$ORIGIN/lib'] }),
      '/app/lib/liby.so.1': elf({ needed: ['libx.so.1'] }),
      '/app/lib/libx.so.1': x,
    },
    ['/app/lib/libx.so.1', '/app/lib/liby.so.1'],
  ],
  [
    'in no RPATH with a name it does not know',
    { '/app/run': onMusl(['libx.so.1'], { rpath: ['/r', '/opt/$LIB'] }), '/r/libx.so.1': x },
    ['missing-library libx.so.1'],
  ],
  [
    'no further than the first file of the name',
    {
      '/app/run': onMusl(['libx.so.1']),
      '/lib/libx.so.1': elf({ class: 32, machine: 'i386' }),
      '/usr/lib/libx.so.1': x,
    },
    ['missing-library libx.so.1'],
  ],
  [
    'for a soname that it has under another name',
    { '/app/run': onMusl(['/app/real.so', 'libx.so.1']), '/app/real.so': x },
    ['/app/real.so', 'missing-library libx.so.1'],
  ],
])('musl looks %s', (_name, files, expected, rest) => {
  expect(loaded({ ...ALPINE, ...files }, rest)).toEqual(expected);
});

test('musl looks for its own names too, when its loader is not there', () => {
  expect(loaded({ '/app/run': onMusl([]) })).toEqual([
    'missing-loader',
    'missing-library libc.musl-x86_64.so.1',
  ]);
});
