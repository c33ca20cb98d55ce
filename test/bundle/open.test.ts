import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { unpackBundle } from '../../src/bundle/unpack.ts';
import { writeBundle } from '../../src/bundle/write.ts';
import { filesIn, folder } from '../oci/contents.ts';
import { bundleOf, ownItem, RECORD, sha256, signal } from './bundles.ts';

const FORMS = ['bundle.tar', 'bundle'];

async function unpacked(path: string, cache: string): Promise<void> {
  const bundle = await openBundle(path, 'my.tar');
  try {
    await unpackBundle(bundle, cache, signal);
  } finally {
    await bundle.source.close();
  }
}

const refusal = (code: string, message: RegExp) => ({
  diagnostics: [{ code, message: expect.stringMatching(message) }],
});

test.each(FORMS)('%s gives back what went in', async (form) => {
  const path = await bundleOf(form, 'libc6', 'tzdata');
  const bundle = await openBundle(path, 'my.tar');
  await bundle.source.close();
  expect(bundle.record).toEqual(RECORD);
  expect(bundle.lock.platform).toBe('linux/amd64');
  const cache = await folder();
  await unpacked(path, cache);
  for (const text of ['libc6', 'tzdata']) {
    const name = sha256(text);
    expect(await readFile(join(cache, 'blobs', 'sha256', name), 'utf8')).toBe(text);
    expect(await readFile(join(cache, 'debian', 'pool', name), 'utf8')).toBe(text);
  }
});

test.each(FORMS)(
  'one byte of a blob of %s changed: nothing of it gets into the cache',
  async (form) => {
    const path = await bundleOf(form, 'libc6');
    const file = form === 'bundle' ? join(path, 'blobs', 'sha256', sha256('libc6')) : path;
    const bytes = await readFile(file);
    const at = bytes.lastIndexOf('libc6');
    bytes[at] = 'L'.charCodeAt(0);
    await writeFile(file, bytes);
    const cache = await folder();
    const wanted = refusal('bundle/damaged', /has the digest sha256:/);
    await expect(unpacked(path, cache)).rejects.toMatchObject(wanted);
    expect((await filesIn(cache)).filter((name) => /libc6|tmp/.test(name))).toEqual([]);
    expect(await filesIn(cache)).not.toContain(`blobs/sha256/${sha256('libc6')}`);
  },
);

test('a damaged blob is told even where the cache has a good one', async () => {
  const path = await bundleOf('bundle', 'libc6');
  const cache = await folder();
  await unpacked(path, cache);
  await writeFile(join(path, 'blobs', 'sha256', sha256('libc6')), 'LIBC6');
  await expect(unpacked(path, cache)).rejects.toMatchObject(
    refusal('bundle/damaged', /has the digest/),
  );
  expect(await readFile(join(cache, 'debian', 'pool', sha256('libc6')), 'utf8')).toBe('libc6');
});

test('a tar that was cut off, wherever', async () => {
  const path = await bundleOf('bundle.tar', 'libc6');
  const { length } = await readFile(path);
  for (const size of [length - 1100, length - 1540, Math.floor(length / 2), 700]) {
    await truncate(path, size);
    await expect(openBundle(path, 'my.tar'), `${size} bytes`).rejects.toMatchObject({
      diagnostics: [{ code: expect.stringMatching(/^bundle\/(?:damaged|unreadable)$/) }],
    });
  }
});

test('a blob that is missing, or of another size', async () => {
  const path = await bundleOf('bundle', 'libc6');
  const file = join(path, 'blobs', 'sha256', sha256('libc6'));
  await writeFile(file, 'libc');
  const size = refusal('bundle/damaged', /has 4 bytes, expected 5/);
  await expect(unpacked(path, await folder())).rejects.toMatchObject(size);
  await rm(file);
  const missing = refusal('bundle/damaged', /is missing/);
  await expect(unpacked(path, await folder())).rejects.toMatchObject(missing);
});

test('what is no bundle', async () => {
  const dir = await folder();
  const file = join(dir, 'b.tar');
  const open = (path: string) => openBundle(path, 'my.tar');
  const says = (message: RegExp) => refusal('bundle/unreadable', message);
  await expect(open(file)).rejects.toMatchObject(says(/my\.tar .* does not exist/));
  await writeFile(file, 'PK\u0003\u0004 no tar at all'.padEnd(2048, 'x'));
  await expect(open(file)).rejects.toMatchObject(says(/neither a tar nor a folder/));
  await writeFile(file, '');
  await expect(open(file)).rejects.toMatchObject(says(/no index\.json/));
  await expect(open(dir)).rejects.toMatchObject(says(/no index\.json/));
  await writeFile(join(dir, 'index.json'), '{"schemaVersion":2,"manifests":[]}');
  await expect(open(dir)).rejects.toMatchObject(says(/an image, or of another program/));
  await writeFile(join(dir, 'index.json'), '{"manifests":7}');
  await expect(open(dir)).rejects.toMatchObject(says(/lists nothing/));
  await writeFile(join(dir, 'index.json'), '{');
  await expect(open(dir)).rejects.toMatchObject(refusal('bundle/damaged', /no JSON/));
});

test('a document of the bundle that was changed, in the same length', async () => {
  const path = await bundleOf('bundle.tar', 'libc6');
  const bytes = await readFile(path);
  const at = bytes.indexOf('"name":"shop"');
  bytes.write('"name":"sh0p"', at);
  await writeFile(path, bytes);
  await expect(openBundle(path, 'my.tar')).rejects.toMatchObject(
    refusal('bundle/damaged', /has the digest/),
  );
});

test('documents that are not what they should be', async () => {
  const path = await bundleOf('bundle', 'libc6');
  const file = join(path, 'index.json');
  const index = JSON.parse(await readFile(file, 'utf8'));
  const wrong = [null, {}, { manifests: [null] }, { manifests: [{ digest: 1, size: '2' }] }];
  for (const one of wrong) {
    await writeFile(file, JSON.stringify(one));
    await expect(openBundle(path, 'my.tar'), JSON.stringify(one)).rejects.toMatchObject(
      refusal('bundle/unreadable', /lists nothing/),
    );
  }
  const text = '{"layers":[null]}';
  await writeFile(join(path, 'blobs', 'sha256', sha256(text)), text);
  const { mediaType } = index.manifests[0];
  index.manifests.push({ mediaType, digest: `sha256:${sha256(text)}`, size: text.length });
  await writeFile(file, JSON.stringify(index));
  await expect(openBundle(path, 'my.tar')).rejects.toMatchObject(
    refusal('bundle/damaged', /is no manifest/),
  );
});

test('a bundle of a later harden', async () => {
  const path = join(await folder(), 'b.tar');
  await writeBundle([ownItem({ ...RECORD, version: 2 })], path, signal);
  await expect(openBundle(path, 'my.tar')).rejects.toMatchObject(
    refusal('bundle/unreadable', /another version of harden/),
  );
});

test('a digest that would leave the folder', async () => {
  const path = await bundleOf('bundle', 'libc6');
  const file = join(path, 'index.json');
  const index = JSON.parse(await readFile(file, 'utf8'));
  index.manifests[1].digest = 'sha256:../../../../etc/passwd';
  await writeFile(file, JSON.stringify(index));
  await expect(openBundle(path, 'my.tar')).rejects.toMatchObject(
    refusal('bundle/damaged', /is no digest/),
  );
  expect(await readdir(path)).toHaveLength(3);
});
