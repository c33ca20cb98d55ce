import { expect, test } from 'vitest';
import { packagesFor } from '../../src/elf/debian-package.ts';

test.each([
  ['libpq.so.5', 'libpq5'],
  ['libsqlite3.so.0', 'libsqlite3-0'],
  ['libstdc++.so.6', 'libstdc++6'],
  ['libX11.so.6', 'libx11-6'],
  ['libxml2.so.16', 'libxml2-16'],
  ['libpng16.so.16', 'libpng16-16'],
  ['libgdk_pixbuf-2.0.so.0', 'libgdk-pixbuf-2.0-0'],
  ['libssl.so.1.1', 'libssl1.1'],
  ['libperl.so.5.40', 'libperl5.40'],
  ['libpython3.13.so.1.0', 'libpython3.13'],
  ['libbz2.so.1.0', 'libbz2-1.0'],
  ['libgcc_s.so.1', 'libgcc-s1'],
  ['libgomp.so.1', 'libgomp1'],
  ['libtinfo.so.6', 'libtinfo6'],
  ['libncursesw.so.6', 'libncursesw6'],
  ['libdb-5.3.so', 'libdb5.3'],
])('%s is in %s by its name', (soname, name) => {
  expect(packagesFor(soname).slice(0, 2)).toEqual([name, `${name}t64`]);
});

test.each([
  ['libz.so.1', ['zlib1g']],
  ['libc.so.6', ['libc6']],
  ['libm.so.6', ['libc6']],
  ['libpthread.so.0', ['libc6']],
  ['librt.so.1', ['libc6']],
  ['libnsl.so.1', ['libc6']],
  ['ld-linux-x86-64.so.2', ['libc6']],
  ['libc.musl-x86_64.so.1', ['musl']],
  ['libssl.so.3', ['libssl3t64', 'libssl3']],
  ['libcrypto.so.3', ['libssl3t64', 'libssl3']],
  ['libcrypto.so.1.1', ['libssl1.1']],
  ['libgobject-2.0.so.0', ['libglib2.0-0t64', 'libglib2.0-0']],
  ['libicuuc.so.76', ['libicu76']],
  ['libxml2.so.2', ['libxml2']],
  ['libjpeg.so.62', ['libjpeg62-turbo']],
  ['liblber.so.2', ['libldap2']],
  ['libpam.so.0', ['libpam0g']],
  ['libabsl_strings.so.20240722', ['libabsl20240722', 'libabsl20240722t64']],
  ['libfoo.so', ['libfoo']],
  ['libfoo-1.2.so', ['libfoo1.2', 'libfoo1.2t64', 'libfoo-1.2']],
  ['libatk-1.0.so.0', ['libatk-1.0-0', 'libatk-1.0-0t64', 'libatk1.0-0', 'libatk1.0-0t64']],
  ['librsvg-2.so.2', ['librsvg-2-2', 'librsvg-2-2t64', 'librsvg2-2', 'librsvg2-2t64']],
])('%s is in one of %o', (soname, names) => {
  expect(packagesFor(soname)).toEqual(names);
});

test.each([
  '',
  '.so.1',
  'README',
  'lib x.so.1',
  '../libx.so.1',
  'lib$(x).so.1',
  'constructor',
  `lib${'a'.repeat(300)}.so.1`,
  `lib${'-1'.repeat(100_000)}.so`,
])('there is no package for %#', (soname) => {
  expect(packagesFor(soname)).toEqual([]);
});

test('names of the language are names of libraries like any other', () => {
  expect(packagesFor('constructor.so.1')).toEqual(['constructor1', 'constructor1t64']);
});
