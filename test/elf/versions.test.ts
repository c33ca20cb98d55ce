import { expect, test } from 'vitest';
import type { ElfFile } from '../../src/elf/types.ts';
import { ALPINE, close, GLIBC, LIBC, onMusl, program, TRIPLET } from './images.ts';
import { elf } from './root.ts';

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
  ['FOO_1.2.1', ['FOO_1.2', 'FOO_1.2.0', 'FOO_1'], ['FOO_1.2.0']],
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
