import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readInventory } from '../../src/inspect/inventory.ts';
import { folder } from '../oci/contents.ts';
import type { RawEntry } from '../oci/raw-tar.ts';
import { dir, layoutOf, link } from './layers.ts';

/** Other bytes for each test, as what is known of a layer outlives a test. */
async function counted(name: string, ...layers: RawEntry[][]) {
  const layout = await layoutOf(...layers.map((one) => [...one, { name: 'test', body: name }]));
  const blobPath = vi.fn(layout.blobPath);
  return { image: { ...layout, blobPath }, reads: () => blobPath.mock.calls.length };
}

const BASE: RawEntry[] = [
  dir('etc'),
  { name: 'etc/passwd', body: 'root' },
  { name: 'var/list', body: 'a list' },
  dir('usr/lib'),
  link('lib', 'usr/lib'),
];
const APP: RawEntry[] = [{ name: 'lib/db', body: 'a database' }, { name: 'var/.wh.list' }];

it('reads a layer once, however many images have it, at the same time or later', async () => {
  const { image, reads } = await counted('once', BASE, APP);
  const [first, second] = await Promise.all([readInventory(image), readInventory(image)]);
  const alone = await readInventory({ ...image, layers: image.layers.slice(0, 1) });
  expect(reads()).toBe(2);
  expect(second).toEqual(first);
  expect(first.files.map(({ path }) => path)).not.toContain('var/list');
  expect(alone.files.map(({ path }) => path)).toContain('var/list');
});

it('gives files that nobody else has', async () => {
  const { image } = await counted('own', BASE);
  const before = structuredClone(await readInventory(image));
  for (const file of (await readInventory(image)).files) file.mode = 0;
  expect(await readInventory(image)).toEqual(before);
});

it('gives other texts to who asks for others, by their path in the image', async () => {
  const { image, reads } = await counted('texts', BASE, APP);
  const textsOf = async (...paths: string[]) =>
    Object.fromEntries((await readInventory(image, { texts: (at) => paths.includes(at) })).texts);
  expect(await textsOf()).toEqual({});
  expect(await textsOf('etc/passwd')).toEqual({ 'etc/passwd': 'root' });
  // Settings are kept by the way; the database is read when it is asked for, and then no more.
  expect(reads()).toBe(2);
  const database = { 'usr/lib/db': 'a database' };
  expect(await textsOf('usr/lib/db', 'var/list', 'lib/db')).toEqual(database);
  expect(reads()).toBe(3);
  expect(await textsOf('usr/lib/db', 'etc/passwd')).toEqual({ ...database, 'etc/passwd': 'root' });
  expect(reads()).toBe(3);
});

it('keeps what it read for the next process, and reads a layer again whose record is damaged', async () => {
  const { image } = await counted('kept', BASE);
  const blobDir = await folder();
  const options = { texts: (path: string) => path === 'etc/passwd', blobDir };
  const first = await readInventory(image, options);
  const again = async () => {
    vi.resetModules();
    const next = await import('../../src/inspect/inventory.ts');
    const blobPath = vi.fn((digest: string) => image.blobPath(digest));
    return { inventory: await next.readInventory({ ...image, blobPath }, options), blobPath };
  };
  const second = await again();
  expect(second.inventory).toEqual(first);
  expect(second.blobPath).not.toHaveBeenCalled();

  const records = (await readdir(blobDir, { recursive: true })).filter((one) =>
    one.endsWith('.json'),
  );
  for (const one of records) await writeFile(join(blobDir, one), '{"entries":[');
  const third = await again();
  expect(third.inventory).toEqual(first);
  expect(third.blobPath).toHaveBeenCalledTimes(1);
});

it('tells two entries of one name apart', async () => {
  const twice = [
    { name: 'opt/x', body: 'old' },
    { name: 'opt/x', body: 'new' },
  ];
  const { image } = await counted('twice', twice);
  await readInventory(image);
  const { texts } = await readInventory(image, { texts: (path) => path === 'opt/x' });
  expect(texts.get('opt/x')).toBe('new');
});

it('lets nobody suffer from a reader that was stopped', async () => {
  const { image } = await counted('stopped', BASE, APP);
  const stop = new AbortController();
  const stopped = readInventory(image, { signal: stop.signal });
  const other = readInventory(image);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  expect((await other).files.map(({ path }) => path)).toContain('usr/lib/db');
  await expect(readInventory(image, { signal: stop.signal })).rejects.toThrow('stopped');
});

it('says each time that a layer is damaged', async () => {
  const { image } = await counted('damaged', [{ name: 'a', badSum: true }]);
  const failure = 'a tar header has a wrong checksum';
  const both = await Promise.allSettled([readInventory(image), readInventory(image)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(readInventory(image)).rejects.toThrow(failure);
});
