import { expect, test } from 'vitest';
import { ALPINE, close, type Files, GLIBC } from './images.ts';
import { elf } from './root.ts';

const JVM = '/opt/jre/lib/server/libjvm.so';
const files: Files = {
  [JVM]: elf({ soname: 'libjvm.so', provides: ['SUNWprivate_1.1'] }),
  '/opt/jre/lib/libjava.so': elf({ soname: 'libjava.so', needed: ['libjvm.so'] }),
};
const subject = ['/opt/jre/lib/libjava.so'];

test.each([
  ['glibc', GLIBC],
  ['musl', ALPINE],
])('what is open before a library is loaded satisfies it by its soname, with %s', (_name, libc) => {
  const { libraries, problems } = close({ ...libc, ...files }, subject, { opened: [JVM] });
  expect(problems).toEqual([]);
  expect(libraries).toEqual([{ name: 'libjvm.so', path: JVM, neededBy: subject }]);
});

test('what is open goes before what the search would find, as for the loader', () => {
  const other = { '/usr/lib/libjvm.so': elf({ soname: 'libjvm.so' }) };
  const image = { ...GLIBC, ...files, ...other };
  const { libraries } = close(image, subject, { opened: [JVM] });
  expect(libraries.map(({ path }) => path)).toEqual([JVM]);
});

test('what is open has the versions that are asked of it, or not', () => {
  const wrong = { library: 'libjvm.so', version: 'SUNWprivate_2', weak: false };
  const libjava = elf({ needed: ['libjvm.so'], requires: [wrong] });
  const image = { ...GLIBC, ...files, '/opt/jre/lib/libjava.so': libjava };
  expect(close(image, subject, { opened: [JVM] }).problems).toMatchObject([
    { kind: 'missing-version', file: subject[0], path: JVM },
  ]);
});

test('what is open is no reason to list it where nothing asks', () => {
  const image = { ...GLIBC, ...files, '/app/x.so': elf({ needed: ['libc.so.6'] }) };
  const { libraries } = close(image, ['/app/x.so', JVM], { opened: [JVM, '/gone/libjvm.so'] });
  expect(libraries.map(({ name }) => name)).toEqual(['libc.so.6']);
});
