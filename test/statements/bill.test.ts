import { expect, test } from 'vitest';
import type { InstalledPackage } from '../../src/packages/types.ts';
import { bill } from './sample.ts';

const partOf = (name: string, from = bill()) => from.parts.filter((one) => one.name === name);

test('a package of the database has its distribution, its source and its files', () => {
  expect(partOf('libc6')).toEqual([
    {
      ref: 'pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13.8&upstream=glibc',
      kind: 'system',
      name: 'libc6',
      version: '2.41-12',
      purl: 'pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13.8&upstream=glibc',
      type: 'debian',
      licences: ['LGPL-2.1-or-later', 'Inner-Net'],
      locations: ['var/lib/dpkg/status.d/libc6'],
      source: { name: 'glibc', version: '2.41-12' },
      evidence: 'package database',
      files: 12,
      dependsOn: [],
    },
  ]);
});

test('a package that no scanner saw is there by the database alone', () => {
  const [part] = partOf('libc6', bill({ seen: [] }));
  expect(part).toMatchObject({ version: '2.41-12', type: 'dpkg', licences: [] });
});

test('a copied library is of its package, whose source has a version of its own', () => {
  const [zlib] = partOf('zlib1g');
  expect(zlib).toMatchObject({
    source: { name: 'zlib', version: '1:1.3.1-1' },
    copied: ['/usr/lib/libz.so.1'],
  });
  expect(zlib?.purl).toContain('zlib1g@1:1.3.1-1%2Bb1?');
  expect(zlib?.purl).toContain('upstream=zlib%401:1.3.1-1');
});

test('what a package asks for counts as far as it is in the image', () => {
  const [libc] = partOf('libc6');
  expect(partOf('libstdc++6')[0]?.dependsOn).toEqual([libc?.ref]);
});

test('a name that is provided stands for all that provide it', () => {
  const one = (name: string, more: Partial<InstalledPackage>): InstalledPackage => ({
    ...{ name, version: '1', manager: 'apk', files: [], checksums: {}, provides: [], depends: [] },
    ...{ record: `P:${name}\nV:1\nA:x86_64\nL:MIT\no:source`, database: 'lib/apk/db/installed' },
    ...more,
  });
  const installed = [one('a', { depends: ['so:b.so'] }), one('b', { provides: ['so:b.so'] })];
  const { parts } = bill({ installed, seen: [], os: { family: 'alpine', version: '3.20.3' } });
  const [a, b] = parts.filter(({ kind }) => kind === 'system');
  expect(b?.ref).toBe('pkg:apk/alpine/b@1?arch=x86_64&distro=alpine-3.20.3&upstream=source');
  expect(a).toMatchObject({ dependsOn: [b?.ref], licences: ['MIT'] });
});

test('a package of a database that harden does not read is there by the scanner', () => {
  const purl = 'pkg:rpm/redhat/bash@5.1';
  const seen = [{ name: 'bash', version: '5.1', class: 'os' as const, type: 'redhat', purl }];
  const [bash] = partOf('bash', bill({ seen }));
  expect(bash).toMatchObject({ ref: purl, purl, kind: 'system', evidence: 'scanner' });
});

test('a runtime of no package is one part, with the name that advisories have', () => {
  expect(partOf('node')).toMatchObject([
    {
      kind: 'runtime',
      version: '24.1.0',
      purl: 'pkg:generic/node@24.1.0',
      cpe: 'cpe:2.3:a:nodejs:node.js:24.1.0:*:*:*:*:*:*:*',
      locations: ['nodejs/bin/node'],
      evidence: 'ledger',
    },
  ]);
  expect(partOf('python')).toMatchObject([{ purl: 'pkg:generic/python@3.13.2' }]);
});

test('a package at two places is two parts, each with its place', () => {
  const found = partOf('a');
  expect(found.map(({ group }) => group)).toEqual(['@scope', '@scope']);
  expect(found.map(({ locations }) => locations)).toEqual([
    ['app/node_modules/@scope/a/package.json'],
    ['app/node_modules/node_modules/b/@scope/a/package.json'],
  ]);
});

test('the modules of a program are what its main module asks for', () => {
  const [text] = partOf('golang.org/x/text');
  expect(text?.ref).toBe('pkg:golang/golang.org/x/text@v0.3.5#app/server');
  expect(partOf('example.com/app')[0]?.dependsOn).toEqual([text?.ref]);
});

test('parts are in one order, whatever order they were found in', () => {
  const one = bill();
  const other = bill();
  expect(one.parts.map(({ ref }) => ref)).toEqual(one.parts.map(({ ref }) => ref).toSorted());
  expect(other).toEqual(one);
});
