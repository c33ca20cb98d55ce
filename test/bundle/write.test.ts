import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeBundle } from '../../src/bundle/write.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { folder } from '../oci/contents.ts';
import { bundleOf, ownItem, packages, sha256, signal } from './bundles.ts';

test('the same inputs give the same bytes, in any order', async () => {
  const dir = await folder();
  const [one, other] = [join(dir, 'one.tar'), join(dir, 'other.tar')];
  const own = ownItem();
  const [base, tools] = [await packages('libc6', 'tzdata'), await packages('crun')];
  const first = await writeBundle([own, base, tools], one, signal);
  const second = await writeBundle([tools, base, own], other, signal);
  expect(second).toEqual(first);
  expect(await readFile(other)).toEqual(await readFile(one));
  const changed = await writeBundle([own, await packages('libc7')], other, signal);
  expect(changed.digest).not.toBe(first.digest);
});

test('what is asked for twice is there once', async () => {
  const item = await packages('libc6');
  const written = await writeBundle([ownItem(), item, item], join(await folder(), 'b'), signal);
  expect(written.entries).toBe(2);
});

test('a tar and a folder have the same index, which the digest names', async () => {
  const dir = await folder();
  const items = [ownItem(), await packages('libc6')];
  const inTar = await writeBundle(items, join(dir, 'b.tar'), signal);
  const inFolder = await writeBundle(items, join(dir, 'b'), signal);
  expect(inFolder).toEqual(inTar);
  expect(digestOf(await readFile(join(dir, 'b', 'index.json')))).toBe(inTar.digest);
  const index = JSON.parse(await readFile(join(dir, 'b', 'index.json'), 'utf8'));
  expect(index.manifests.map((one: { annotations: object }) => one.annotations)).toEqual([
    { 'dev.harden.bundle.kind': 'bundle', 'org.opencontainers.image.ref.name': 'shop' },
    {
      'dev.harden.bundle.kind': 'packages',
      'org.opencontainers.image.ref.name': 'base of debian:trixie',
    },
  ]);
});

test('a folder that is written again keeps what has not changed, and loses what nothing asks for', async () => {
  const dir = join(await folder(), 'bundle');
  const blob = (text: string) => join(dir, 'blobs', 'sha256', sha256(text));
  await writeBundle([ownItem(), await packages('libc6', 'old')], dir, signal);
  const before = await stat(blob('libc6'));
  await writeBundle([ownItem(), await packages('libc6', 'new')], dir, signal);
  expect((await stat(blob('libc6'))).ino).toBe(before.ino);
  await expect(stat(blob('old'))).rejects.toThrow('ENOENT');
  expect(await readFile(blob('new'), 'utf8')).toBe('new');
});

test('a part that was damaged in the folder is written anew', async () => {
  const dir = join(await folder(), 'bundle');
  const file = join(dir, 'blobs', 'sha256', sha256('libc6'));
  await writeBundle([ownItem(), await packages('libc6')], dir, signal);
  await writeFile(file, 'LIBC6');
  await writeBundle([ownItem(), await packages('libc6')], dir, signal);
  expect(await readFile(file, 'utf8')).toBe('libc6');
});

test('nothing in the folder is a second name of a file of the cache', async () => {
  const dir = join(await folder(), 'bundle');
  const item = await packages('libc6');
  await writeBundle([ownItem(), item], dir, signal);
  await writeFile(join(dir, 'blobs', 'sha256', sha256('libc6')), 'LIBC6');
  expect(await readFile(item.blobs[0]?.file ?? '', 'utf8')).toBe('libc6');
});

test('a file of the cache that is not what its name says is not bundled', async () => {
  const item = await packages('libc6');
  await writeFile(item.blobs[0]?.file ?? '', 'LIBC6');
  const dir = await folder();
  await expect(writeBundle([ownItem(), item], join(dir, 'b.tar'), signal)).rejects.toMatchObject({
    diagnostics: [{ code: 'bundle/damaged' }],
  });
  expect(await readdir(dir)).toEqual([]);
});

test('where it cannot be written whole, what was there before stays, and nothing else', async () => {
  const path = await bundleOf('b.tar', 'libc6');
  const before = await readFile(path);
  const gone = await packages('tzdata');
  await rm(gone.blobs[0]?.file ?? '');
  await expect(writeBundle([ownItem(), gone], path, signal)).rejects.toThrow();
  expect(await readFile(path)).toEqual(before);
  const stopped = AbortSignal.abort('SIGINT');
  await expect(writeBundle([ownItem()], path, stopped)).rejects.toBe('SIGINT');
  expect(await readFile(path)).toEqual(before);
  expect(await readdir(join(path, '..'))).toEqual(['b.tar']);
});

test('a folder of somebody else is left alone', async () => {
  const dir = await folder();
  await writeFile(join(dir, 'thesis.doc'), 'years of work');
  await expect(writeBundle([ownItem()], dir, signal)).rejects.toMatchObject({
    diagnostics: [{ code: 'cli/output-exists' }],
  });
  expect(await readdir(dir)).toEqual(['thesis.doc']);
});

test('times and rights of what is bundled do not count', async () => {
  const dir = await folder();
  const item = await packages('libc6');
  const file = item.blobs[0]?.file ?? '';
  await mkdir(dir, { recursive: true });
  await writeBundle([ownItem(), item], join(dir, 'one.tar'), signal);
  await utimes(file, 0, 0);
  await chmod(file, 0o700);
  await writeBundle([ownItem(), item], join(dir, 'other.tar'), signal);
  expect(await readFile(join(dir, 'other.tar'))).toEqual(await readFile(join(dir, 'one.tar')));
});
