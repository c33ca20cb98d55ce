import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assembleDebian } from '../../src/debian/assemble.ts';
import type { DebianRequest, PresentPackage } from '../../src/debian/types.ts';
import { type Archive, makeArchive } from './make-archive.ts';
import type { Package } from './make-deb.ts';
import { readLayer } from './read-layer.ts';

const PACKAGES: Package[] = [
  {
    name: 'app',
    fields: { Depends: 'lib (>= 1)', 'Multi-Arch': 'foreign' },
    files: [
      { name: './', type: 'directory' },
      { name: './bin/', type: 'directory' },
      { name: './bin/app', body: 'app', mode: 0o4755 },
      { name: './etc/', type: 'directory' },
      { name: './usr/share/man/man1/app.1.gz', body: 'man' },
      { name: './usr/share/doc/app/copyright', body: 'free' },
    ],
  },
  {
    name: 'lib',
    fields: { 'Multi-Arch': 'same' },
    files: [{ name: './lib/x/lib.so', body: 'lib' }],
  },
  {
    name: 'ca-certificates',
    files: [{ name: './usr/share/ca-certificates/mozilla/a.crt', body: 'a' }],
  },
];

let archive: Archive;
let cache: string;
beforeEach(async () => {
  archive = await makeArchive();
  cache = await mkdtemp(join(tmpdir(), 'harden-debian-'));
  await archive.publish('trixie', PACKAGES);
  await archive.publish('trixie-updates', []);
  await archive.publish('trixie-security', []);
});
afterEach(async () => {
  await archive.close();
  await rm(cache, { recursive: true, force: true });
});

const assemble = (change: Pick<DebianRequest, 'packages' | 'purpose'> & Partial<DebianRequest>) =>
  assembleDebian(
    {
      release: 'trixie',
      architecture: 'amd64',
      drop: {},
      links: {},
      mirrors: [archive.mirror],
      ...change,
    },
    { cache, keys: archive.keys },
  );

const INFO = 'var/lib/dpkg/info/';
const THERE: PresentPackage = { name: 'lib', version: '1.0-2', provides: [] };

test('an addition has packages and records, and nothing that every root has', async () => {
  const { layer, packages } = await assemble({
    purpose: 'addition',
    packages: ['app', 'ca-certificates'],
    present: [THERE],
  });
  expect(packages.map(({ name }) => name)).toEqual(['app', 'ca-certificates']);
  const entries = await readLayer(layer);
  expect([...entries.keys()]).toEqual([
    'usr',
    'usr/bin',
    'usr/bin/app',
    'etc',
    'usr/share',
    'usr/share/doc',
    'usr/share/doc/app',
    'usr/share/doc/app/copyright',
    'var',
    'var/lib',
    'var/lib/dpkg',
    'var/lib/dpkg/status.d',
    'var/lib/dpkg/status.d/app',
    'var/lib/dpkg/status.d/ca-certificates',
    'etc/ssl',
    'etc/ssl/certs',
    'etc/ssl/certs/ca-certificates.crt',
  ]);
  expect(entries.get('usr/bin/app')?.header.mode).toBe(0o755);
});

test('what is present is part of the key that a root is kept under', async () => {
  const names = async (present: PresentPackage[]) => {
    const root = await assemble({ purpose: 'addition', packages: ['app'], present });
    return root.packages.map(({ name }) => name);
  };
  await archive.publish('trixie', [{ name: 'app', fields: { Depends: 'lib' } }, { name: 'lib' }]);
  const other = { name: 'other', version: '1', provides: [] };
  expect(await names([])).toEqual(['app', 'lib']);
  expect(await names([THERE])).toEqual(['app']);
  expect(await names([other])).toEqual(['app', 'lib']);
  expect(await names([{ ...other, provides: ['lib'] }])).toEqual(['app']);
});

test("a toolchain has dpkg's list of each package's files, as they are in the root", async () => {
  const { layer } = await assemble({ purpose: 'toolchain', packages: ['app'] });
  const lists = [...(await readLayer(layer))].filter(([path]) => path.startsWith(INFO));
  expect(lists.map(([path, { text }]) => `${path}\n${text}`)).toEqual([
    `${INFO}app.list\n/.\n/usr/bin/app\n/etc\n/usr/share/doc/app/copyright\n`,
    `${INFO}lib:amd64.list\n/.\n/usr/lib/x/lib.so\n`,
    `${INFO}format\n1\n`,
  ]);
});

test('an exact root has the named packages alone', async () => {
  const root = await assemble({ purpose: 'base', packages: ['app'], exact: true });
  expect(root.packages.map(({ name }) => name)).toEqual(['app']);
  const whole = await assemble({ purpose: 'base', packages: ['app'] });
  expect(whole.packages.map(({ name }) => name)).toEqual(['app', 'lib']);
});
