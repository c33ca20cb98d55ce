import { expect, test } from 'vitest';
import { partsOf } from '../../src/inspect/apart.ts';
import { readInventory } from '../../src/inspect/inventory.ts';
import type { RawEntry } from '../oci/raw-tar.ts';
import { dir, layoutOf, link } from './layers.ts';

const BASE: RawEntry[] = [
  dir('usr'),
  dir('usr/bin'),
  { name: 'usr/bin/python3', body: 'ELF' },
  link('lib', 'usr/lib'),
  { name: 'usr/lib/libc.so.6', body: 'ELF' },
];
const APP: RawEntry[] = [
  dir('app'),
  { name: 'app/server', body: 'ELF' },
  link('app/current', 'server'),
  link('app/plugins', '/nowhere'),
  dir('usr'),
  { name: 'usr/share/app.txt', body: 'text' },
];

async function parts(...layers: RawEntry[][]) {
  const image = await layoutOf(...layers);
  return partsOf(image, await readInventory(image));
}

test('an app beside its base is a part of its own', async () => {
  expect(await parts(BASE, APP)).toEqual({ base: [0], app: [1] });
  const deleted: RawEntry = { name: 'usr/.wh.sbin' };
  expect(await parts([...BASE, deleted], APP)).toEqual({ base: [0], app: [1] });
});

const TOGETHER: [string, RawEntry[]][] = [
  ['deletes a file of the base', [{ name: 'usr/bin/.wh.python3' }]],
  ['empties a folder of the base', [{ name: 'usr/bin/.wh..wh..opq' }]],
  ['replaces a file', [{ name: 'usr/bin/python3', body: 'other' }]],
  ['has a file where the base has a folder', [{ name: 'usr/bin', body: 'text' }]],
  ['has a folder where the base has a file', [dir('usr/bin/python3')]],
  ['writes through a link of the base', [{ name: 'lib/app.so', body: 'ELF' }]],
  ['links to a file of the base', [link('app/python', '/usr/bin/python3')]],
  ['links to it through a link', [link('app/libc', '../lib/libc.so.6')]],
  ['says which system it is', [{ name: 'etc/os-release', body: 'ID=debian' }]],
  ['says it in the other place', [{ name: 'usr/lib/os-release', body: 'ID=debian' }]],
  ['brings packages of dpkg', [{ name: 'var/lib/dpkg/status.d/x', body: 'Package: x' }]],
  ['brings packages of apk', [{ name: 'lib/apk/db/installed', body: 'P:x' }]],
];

test.each(TOGETHER)('an app that %s is scanned with its base', async (_what, entries) => {
  expect(await parts(BASE, [...APP, ...entries])).toBeUndefined();
});

test('a link of the base into the app keeps them together', async () => {
  const start = link('usr/bin/start', '/app/server');
  expect(await parts([...BASE, start], APP)).toBeUndefined();
});

test('an app on nothing has no base to be apart from', async () => {
  expect(await parts(APP)).toBeUndefined();
});
