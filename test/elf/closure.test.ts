import { describe, expect, test } from 'vitest';
import { type Closure, type ClosureInput, closureOf } from '../../src/elf/closure.ts';
import type { ElfFile } from '../../src/elf/types.ts';
import { elf, rootOf } from './root.ts';

const LD = '/lib64/ld-linux-x86-64.so.2';
const MUSL = '/lib/ld-musl-x86_64.so.1';
const TRIPLET = '/usr/lib/x86_64-linux-gnu';

const LOADER = elf({ soname: 'ld-linux-x86-64.so.2', provides: ['GLIBC_2.2.5'] });
const LIBC = elf({
  soname: 'libc.so.6',
  needed: ['ld-linux-x86-64.so.2'],
  provides: ['GLIBC_2.2.5', 'GLIBC_2.34', 'GLIBC_2.36', 'GLIBC_PRIVATE'],
});
/** As Debian lays it out: `/lib` and `/lib64` are links. */
const GLIBC: Record<string, ElfFile | string> = {
  '/lib': '-> usr/lib',
  '/lib64': '-> usr/lib64',
  '/usr/lib64/ld-linux-x86-64.so.2': '-> ../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
  [`${TRIPLET}/ld-linux-x86-64.so.2`]: LOADER,
  [`${TRIPLET}/libc.so.6`]: LIBC,
};
const ALPINE: Record<string, ElfFile | string> = {
  [MUSL]: elf({ soname: 'libc.musl-x86_64.so.1' }),
  '/lib/libc.musl-x86_64.so.1': '-> ld-musl-x86_64.so.1',
};

const program = (needed: string[], rest: Partial<ElfFile> = {}) =>
  elf({ interpreter: LD, needed: [...needed, 'libc.so.6'], ...rest });
const onMusl = (needed: string[], rest: Partial<ElfFile> = {}) =>
  elf({ interpreter: MUSL, needed: [...needed, 'libc.musl-x86_64.so.1'], ...rest });

/** The other way to write a name of the loader. */
const braced = (name: string) => `\${${name}}`;

function close(
  files: Record<string, ElfFile | string>,
  subjects: string[],
  rest: Partial<ClosureInput> = {},
): Closure {
  const input = { root: rootOf(files), subjects, machine: 'x86_64', libraryPath: [] } as const;
  return closureOf({ ...input, configured: [], ...rest });
}

/** The real paths of what a program with these files loads, and its problems as short lines. */
function loaded(
  files: Record<string, ElfFile | string>,
  rest: Partial<ClosureInput> = {},
  subject = '/app/run',
): string[] {
  const { libraries, problems } = close(files, [subject], rest);
  return [
    ...libraries.map(({ path }) => path).filter((path) => path !== `${TRIPLET}/libc.so.6`),
    ...problems.map((one) => ('library' in one ? `${one.kind} ${one.library}` : one.kind)),
  ];
}

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

describe('where glibc looks', () => {
  const x = elf({ soname: 'libx.so.1' });
  const y = elf({ soname: 'liby.so.1' });

  test.each<[string, Record<string, ElfFile | string>, string[], Partial<ClosureInput>?]>([
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
  ])('%s', (_name, files, expected, rest) => {
    expect(loaded({ ...GLIBC, ...files }, rest)).toEqual(expected);
  });

  test.each([
    ['$ORIGIN/../lib', '/app/lib/libx.so.1'],
    [`${braced('ORIGIN')}/lib`, '/app/bin/lib/libx.so.1'],
    ['/opt/$LIB', '/opt/lib/x86_64-linux-gnu/libx.so.1'],
    [`/opt/${braced('LIB')}`, '/opt/lib64/libx.so.1'],
    ['/opt/$PLATFORM', '/opt/x86_64/libx.so.1'],
  ])('puts something for the names in %s', (folder, path) => {
    const run = program(['libx.so.1'], { runpath: [folder] });
    expect(loaded({ ...GLIBC, '/app/bin/run': run, [path]: x }, {}, '/app/bin/run')).toEqual([
      path,
    ]);
  });

  test('puts the folder for $ORIGIN in a needed path too', () => {
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
});

describe('what is loaded already', () => {
  test('satisfies by its soname', () => {
    const files = {
      ...GLIBC,
      '/app/run': program(['/app/real.so', 'libb.so']),
      '/app/real.so': elf({ soname: 'liba.so.1' }),
      '/usr/lib/libb.so': elf({ needed: ['liba.so.1'] }),
    };
    expect(loaded(files)).toEqual(['/app/real.so', '/usr/lib/libb.so']);
  });

  test('satisfies only in the same process', () => {
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

  test('is level by level: the program’s own libraries come first', () => {
    const files = {
      ...GLIBC,
      '/app/run': program(['libx.so', 'libs.so.1'], { rpath: ['/r'] }),
      '/r/libx.so': elf({ needed: ['libs.so.1'], runpath: ['/s'] }),
      '/r/libs.so.1': elf(),
      '/s/libs.so.1': elf(),
    };
    expect(loaded(files)).toEqual(['/r/libs.so.1', '/r/libx.so']);
  });

  test('is one file, whatever names lead to it', () => {
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

  test('ends cycles', () => {
    const files = {
      ...GLIBC,
      '/app/run': program(['liba.so', 'run.so'], { soname: 'run.so' }),
      '/usr/lib/liba.so': elf({ needed: ['libb.so', 'liba.so'] }),
      '/usr/lib/libb.so': elf({ needed: ['liba.so', 'run.so'] }),
    };
    expect(loaded(files)).toEqual(['/usr/lib/liba.so', '/usr/lib/libb.so']);
  });
});

describe('versions', () => {
  const asks = (version: string, rest: Partial<ElfFile> = {}, weak = false) =>
    program([], { requires: [{ library: 'libc.so.6', version, weak }], ...rest });

  test('a version the library lacks is told with the newest it has', () => {
    const { problems } = close({ ...GLIBC, '/app/run': asks('GLIBC_2.38') }, ['/app/run']);
    expect(problems).toEqual([
      {
        kind: 'missing-version',
        file: '/app/run',
        library: 'libc.so.6',
        version: 'GLIBC_2.38',
        path: `${TRIPLET}/libc.so.6`,
        newest: 'GLIBC_2.36',
      },
    ]);
  });

  test.each([
    ['GLIBC_2.34', ['GLIBC_2.34'], []],
    ['GLIBC_2.100', ['GLIBC_2.9', 'GLIBC_2.36', 'GLIBCXX_3.4.30'], ['GLIBC_2.36']],
    ['OPENSSL_3.2.0', ['OPENSSL_3.0.0', 'OPENSSL_3.0.10', 'OPENSSL_3.0.9'], ['OPENSSL_3.0.10']],
    ['LIBXML2_2.9', ['LIBXML2_2.4', 'LIBXML3_2.8'], ['LIBXML2_2.4']],
    ['FOO_1.2.1', ['FOO_1.2'], ['FOO_1.2']],
    ['GLIBC_ABI_DT_RELR', ['GLIBC_2.34'], [undefined]],
    ['GLIBC_2.38', [], []],
  ])('%s out of %o gives %o', (version, provides, newest) => {
    const files = {
      ...GLIBC,
      [`${TRIPLET}/libc.so.6`]: elf({ provides }),
      '/app/run': asks(version),
    };
    const { problems } = close(files, ['/app/run']);
    expect(problems.map((one) => ('newest' in one ? one.newest : undefined))).toEqual(newest);
  });

  test('a weak one is no problem', () => {
    const files = { ...GLIBC, '/app/run': asks('GLIBC_2.38', {}, true) };
    expect(close(files, ['/app/run']).problems).toEqual([]);
  });

  test('the file that counts is the one that was loaded', () => {
    const files = {
      ...GLIBC,
      '/app/run': asks('GLIBC_2.38', { rpath: ['/r'] }),
      '/r/libc.so.6': elf({ soname: 'libc.so.6', provides: ['GLIBC_2.38'] }),
    };
    expect(close(files, ['/app/run']).problems).toEqual([]);
  });

  test('libraries ask too, and of the loader', () => {
    const files = {
      ...GLIBC,
      [`${TRIPLET}/libc.so.6`]: elf({
        ...LIBC,
        requires: [{ library: 'ld-linux-x86-64.so.2', version: 'GLIBC_2.35', weak: false }],
      }),
      '/app/run': program([]),
      '/app/other': program([]),
    };
    expect(close(files, ['/app/run', '/app/other']).problems).toEqual([
      {
        kind: 'missing-version',
        file: `${TRIPLET}/libc.so.6`,
        library: 'ld-linux-x86-64.so.2',
        version: 'GLIBC_2.35',
        path: `${TRIPLET}/ld-linux-x86-64.so.2`,
        newest: 'GLIBC_2.2.5',
      },
    ]);
  });

  test('musl does not care', () => {
    const files = {
      ...ALPINE,
      '/app/run': onMusl(['libx.so.1'], {
        requires: [{ library: 'libx.so.1', version: 'X_2', weak: false }],
      }),
      '/usr/lib/libx.so.1': elf({ provides: ['X_1'] }),
    };
    expect(close(files, ['/app/run']).problems).toEqual([]);
  });
});

describe('where musl looks', () => {
  const x = elf({ soname: 'libx.so.1' });

  test.each<[string, Record<string, ElfFile | string>, string[], Partial<ClosureInput>?]>([
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
  ])('%s', (_name, files, expected, rest) => {
    expect(loaded({ ...ALPINE, ...files }, rest)).toEqual(expected);
  });

  test('for its own names too, when its loader is not there', () => {
    expect(loaded({ '/app/run': onMusl([]) })).toEqual([
      'missing-loader',
      'missing-library libc.musl-x86_64.so.1',
    ]);
  });
});

describe('the loader', () => {
  test('is missing from an empty image, and so is all else', () => {
    const { problems, loaders } = close({ '/app/run': program([]) }, ['/app/run']);
    expect(problems).toEqual([
      { kind: 'missing-loader', file: '/app/run', loader: LD },
      { kind: 'missing-library', file: '/app/run', library: 'libc.so.6', neededBy: '/app/run' },
    ]);
    expect(loaders).toEqual([]);
  });

  test('is missing where the program looks, though there is one elsewhere', () => {
    const loader = '/nix/store/x/lib/ld-linux-x86-64.so.2';
    const files = { ...GLIBC, '/app/run': program([], { interpreter: loader }) };
    expect(close(files, ['/app/run']).problems).toEqual([
      { kind: 'missing-loader', file: '/app/run', loader },
    ]);
  });

  test('of another machine is none', () => {
    const files = { ...GLIBC, [`${TRIPLET}/ld-linux-x86-64.so.2`]: elf({ machine: 'aarch64' }) };
    expect(loaded({ ...files, '/app/run': program([]) })).toContain('missing-loader');
  });

  test.each<[string, ElfFile, Record<string, ElfFile | string>, object]>([
    ['a musl program on glibc', onMusl(['libx.so.1']), GLIBC, { libc: 'musl', expected: 'glibc' }],
    [
      'a glibc program on musl',
      program(['libx.so.1']),
      ALPINE,
      { libc: 'glibc', expected: 'musl' },
    ],
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
  ])('belongs to the wrong libc: %s', (_name, file, image, expected) => {
    expect(close({ ...image, '/app/run': file }, ['/app/run']).problems).toEqual([
      { kind: 'wrong-libc', file: '/app/run', ...expected },
    ]);
  });

  test('loads no library of another libc', () => {
    const files = {
      ...GLIBC,
      '/app/run': program(['libx.so.1'], { runpath: ['/app'] }),
      '/app/libx.so.1': elf({ needed: ['liby.so.1', 'libc.musl-x86_64.so.1'] }),
    };
    expect(close(files, ['/app/run']).problems).toEqual([
      { kind: 'wrong-libc', file: '/app/libx.so.1', libc: 'musl', expected: 'glibc' },
    ]);
  });

  test('of musl may stand in for that of glibc, by a link', () => {
    const files = {
      ...ALPINE,
      '/lib64/ld-linux-x86-64.so.2': '-> ../lib/ld-musl-x86_64.so.1',
      '/app/run': program(['libpthread.so.0']),
    };
    expect(close(files, ['/app/run'])).toEqual({ libraries: [], loaders: [MUSL], problems: [] });
  });

  test('is that of its own libc for a library, where there are both', () => {
    const files = { ...GLIBC, [`/usr${MUSL}`]: ALPINE[MUSL] ?? '', '/app/m.so': elf() };
    files['/app/m.so'] = elf({ needed: ['libc.musl-x86_64.so.1'] });
    const { loaders, problems } = close(files, ['/app/m.so']);
    expect({ loaders, problems }).toEqual({ loaders: [`/usr${MUSL}`], problems: [] });
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

test('three hundred libraries that all ask for each other take no time, nor do many subjects', () => {
  const names = Array.from({ length: 300 }, (_, index) => `lib${index}.so.1`);
  const files: Record<string, ElfFile | string> = { ...GLIBC };
  for (const name of names) files[`/usr/lib/${name}`] = elf({ soname: name, needed: names });
  const subjects = Array.from({ length: 20 }, (_, index) => `/app/run${index}`);
  for (const subject of subjects) files[subject] = program(names, { rpath: ['/r', '/s'] });
  const root = rootOf(files);
  const start = performance.now();
  const { libraries, problems } = close(files, subjects, { root });
  expect(performance.now() - start).toBeLessThan(1000);
  expect([libraries.length, problems.length]).toEqual([301, 0]);
  expect(root.lookups()).toBeLessThan(10_000);
});

test('folders without number or end are cut, not followed', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `/${index}`);
  const run = program(['libx.so.1'], { rpath: ['$ORIGIN'.repeat(10_000), ...many] });
  const root = rootOf({ ...GLIBC, '/app/run': run });
  const start = performance.now();
  expect(close({}, ['/app/run'], { root }).problems).toHaveLength(2);
  expect(performance.now() - start).toBeLessThan(500);
  expect(root.lookups()).toBeLessThan(20_000);
});
