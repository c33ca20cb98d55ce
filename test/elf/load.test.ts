import { expect, test } from 'vitest';
import { close, GLIBC, LOADER, loaded, program } from './images.ts';
import { elf } from './root.ts';

test('what is loaded already satisfies by its soname', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['/app/real.so', 'libb.so']),
    '/app/real.so': elf({ soname: 'liba.so.1' }),
    '/usr/lib/libb.so': elf({ needed: ['liba.so.1'] }),
  };
  expect(loaded(files)).toEqual(['/app/real.so', '/usr/lib/libb.so']);
});

test('what is loaded already satisfies in the order of loading, when two have one soname', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['/app/a.so', '/app/b.so', '/app/c.so']),
    '/app/a.so': elf({ soname: 'libs.so.1' }),
    '/app/b.so': elf({ soname: 'libs.so.1' }),
    '/app/c.so': elf({ needed: ['libs.so.1'] }),
  };
  expect(close(files, ['/app/run']).libraries.at(0)).toEqual({
    name: '/app/a.so',
    path: '/app/a.so',
    neededBy: ['/app/c.so', '/app/run'],
  });
});

test('what is loaded already is the loader too, by its soname and by every path to it', () => {
  const loader = '/opt/loader';
  const files = {
    '/opt/loader': LOADER,
    '/opt/link.so': '-> loader',
    '/app/run': elf({ interpreter: loader, needed: ['ld-linux-x86-64.so.2', '/opt/link.so'] }),
  };
  expect(close(files, ['/app/run'])).toEqual({ libraries: [], loaders: [loader], problems: [] });
});

test('what is loaded already satisfies only in the same process', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['/app/real.so']),
    '/app/real.so': elf({ soname: 'liba.so.1' }),
    '/app/other': program(['liba.so.1']),
  };
  expect(close(files, ['/app/run', '/app/other']).problems).toEqual([
    {
      kind: 'missing-library',
      file: '/app/other',
      library: 'liba.so.1',
      neededBy: '/app/other',
    },
  ]);
});

test('what is loaded already is level by level: the program’s own libraries come first', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['libx.so', 'libs.so.1'], { rpath: ['/r'] }),
    '/r/libx.so': elf({ needed: ['libs.so.1'], runpath: ['/s'] }),
    '/r/libs.so.1': elf(),
    '/s/libs.so.1': elf(),
  };
  expect(loaded(files)).toEqual(['/r/libs.so.1', '/r/libx.so']);
});

test('what is loaded already is one file, whatever names lead to it', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['libx.so', 'libx.so.1']),
    '/usr/lib/libx.so': '-> libx.so.1',
    '/usr/lib/libx.so.1': elf({ needed: ['libx.so'] }),
  };
  expect(close(files, ['/app/run']).libraries.at(0)).toEqual({
    name: 'libx.so',
    path: '/usr/lib/libx.so.1',
    neededBy: ['/app/run', '/usr/lib/libx.so.1'],
  });
});

test('what is loaded already ends cycles', () => {
  const files = {
    ...GLIBC,
    '/app/run': program(['liba.so', 'run.so'], { soname: 'run.so' }),
    '/usr/lib/liba.so': elf({ needed: ['libb.so', 'liba.so'] }),
    '/usr/lib/libb.so': elf({ needed: ['liba.so', 'run.so'] }),
  };
  expect(loaded(files)).toEqual(['/usr/lib/liba.so', '/usr/lib/libb.so']);
});
