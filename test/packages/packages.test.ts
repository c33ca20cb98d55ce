import { expect, test } from 'vitest';
import { installedPackages, isDatabaseFile } from '../../src/packages/installed.ts';
import { removedPackages } from '../../src/packages/removal.ts';

const APK = `C:Q1abc=
P:busybox
V:1.36.1-r29
D:so:libc.musl-x86_64.so.1
p:cmd:busybox=1.36.1-r29
F:bin
R:busybox
F:etc
R:securetty

P:busybox-binsh
V:1.36.1-r29
D:busybox=1.36.1-r29
p:/bin/sh cmd:sh=1.36.1-r29
F:bin
R:sh

P:apk-tools
V:2.14.4-r0
D:musl>=1.2 ca-certificates-bundle so:libcrypto.so.3 !old
F:sbin
R:apk

P:libcrypto3
V:3.3.2-r0
D:so:libc.musl-x86_64.so.1
p:so:libcrypto.so.3=3
F:lib
R:libcrypto.so.3

P:musl
V:1.2.5-r0
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl-x86_64.so.1

P:ca-certificates-bundle
V:1
`;

const STATUS = `Package: bash
Status: install ok installed
Architecture: amd64
Version: 5.2-2
Pre-Depends: libc6 (>= 2.36), libtinfo6
Depends: base-files (>= 2.1.12) | other,
 debianutils:any

Package: old
Status: deinstall ok config-files
Version: 1

Package: libtinfo6
Status: install ok installed
Version: 1:6.5-2
Provides: libtinfo (= 6)
`;

const apk = installedPackages(new Map([['lib/apk/db/installed', APK]]));

test('the database of apk: names, versions, files, what is asked for and provided', () => {
  expect(apk.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'apk-tools 2.14.4-r0',
    'busybox 1.36.1-r29',
    'busybox-binsh 1.36.1-r29',
    'ca-certificates-bundle 1',
    'libcrypto3 3.3.2-r0',
    'musl 1.2.5-r0',
  ]);
  const tools = apk.find(({ name }) => name === 'apk-tools');
  expect(tools?.depends).toEqual(['musl', 'ca-certificates-bundle', 'so:libcrypto.so.3']);
  expect(apk.find(({ name }) => name === 'busybox')?.files).toEqual([
    'bin/busybox',
    'etc/securetty',
  ]);
});

test('the databases of dpkg: what is installed, with its list or its checksums', () => {
  const packages = installedPackages(
    new Map([
      ['var/lib/dpkg/status', STATUS],
      ['var/lib/dpkg/info/bash.list', '/.\n/bin\n/bin/bash\n'],
      ['var/lib/dpkg/status.d/netbase', 'Package: netbase\nVersion: 6.5\n'],
      ['var/lib/dpkg/status.d/netbase.md5sums', 'd41d8cd98f  etc/protocols\n'],
    ]),
  );
  expect(packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'bash 5.2-2',
    'libtinfo6 1:6.5-2',
    'netbase 6.5',
  ]);
  expect(packages[0]?.depends).toEqual([
    'libc6',
    'libtinfo6',
    'base-files',
    'other',
    'debianutils',
  ]);
  expect(packages[0]?.files).toEqual(['bin', 'bin/bash']);
  expect(packages[2]?.files).toEqual(['etc/protocols']);
});

test('an empty or a foreign text is no package', () => {
  expect(installedPackages(new Map([['lib/apk/db/installed', '\n\n:::\n']]))).toEqual([]);
  expect(installedPackages(new Map())).toEqual([]);
  expect(isDatabaseFile('var/lib/dpkg/info/bash.list')).toBe(true);
  expect(isDatabaseFile('var/lib/dpkg/info/bash.postinst')).toBe(false);
});

test('with a package goes what only it asked for, but not what is held or wanted', () => {
  const remove = {
    packages: ['apk-tools', 'busybox'],
    orphans: true,
    hold: ['ca-certificates-bundle', 'musl'],
  };
  const gone = (wanted?: string[]) => [...removedPackages(apk, remove, wanted)].sort();
  expect(gone()).toEqual(['apk-tools', 'busybox', 'libcrypto3']);
  expect(gone(['libcrypto3'])).toEqual(['apk-tools', 'busybox']);
  expect([...removedPackages(apk, { ...remove, orphans: false })].sort()).toEqual([
    'apk-tools',
    'busybox',
  ]);
  expect(gone(['busybox'])).toEqual(['apk-tools', 'libcrypto3']);
  // The package that stands for a wanted name stays as well.
  expect(gone(['so:libcrypto.so.3'])).toEqual(['apk-tools', 'busybox']);
});
