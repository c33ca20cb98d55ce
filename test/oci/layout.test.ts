import { readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Layout, readLayout } from '../../src/oci/layout.ts';
import type { Image } from '../../src/report/types.ts';
import { folder } from './contents.ts';
import { image } from './image.ts';

/** Blobs are links to the cache, so that a test has to write another file in their place. */
async function replace(path: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  const bytes = change(Buffer.from(await readFile(path)));
  await unlink(path);
  await writeFile(path, bytes);
}

const flip = (bytes: Buffer): Buffer => {
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  return bytes;
};

const DAMAGE: [string, (layout: Layout, made: Image) => Promise<void>, string][] = [
  [
    'a changed layer',
    ({ blobPath }, made) => replace(blobPath(made.layers[0]?.digest ?? ''), flip),
    'its digest is sha256:',
  ],
  [
    'a changed config',
    ({ blobPath }, made) => replace(blobPath(made.configDigest), flip),
    'its digest is sha256:',
  ],
  [
    'a changed manifest',
    ({ blobPath }, made) => replace(blobPath(made.digest), flip),
    'its digest is sha256:',
  ],
  [
    'a shorter layer',
    ({ blobPath }, made) => replace(blobPath(made.layers[0]?.digest ?? ''), (b) => b.subarray(1)),
    'bytes, expected',
  ],
  [
    'a missing layer',
    ({ blobPath }, made) => rm(blobPath(made.layers[0]?.digest ?? '')),
    'the file is missing',
  ],
  ['an index that is cut', ({ dir }) => truncate(join(dir, 'index.json'), 20), 'it is not JSON'],
  ['an index that is null', ({ dir }) => writeFile(join(dir, 'index.json'), 'null'), 'JSON object'],
  [
    'an image that is null',
    ({ dir }) => writeFile(join(dir, 'index.json'), '{"manifests":[null]}'),
    'it lists 0 images',
  ],
  [
    'an index of nothing',
    ({ dir }) => writeFile(join(dir, 'index.json'), '{"manifests":[]}'),
    'it lists 0 images',
  ],
  [
    'an index of two',
    ({ dir }) => writeFile(join(dir, 'index.json'), '{"manifests":[{},{}]}'),
    'it lists 2 images',
  ],
];

describe('readLayout', () => {
  it('reads what was assembled', async () => {
    const made = await image();
    const layout = await readLayout(made.layout);
    expect(layout).toMatchObject({ manifestDigest: made.digest, configDigest: made.configDigest });
    expect(layout.name).toBe('docker.io/library/shop:latest');
    expect(layout.layers.map((layer) => layer.diffId)).toEqual(
      made.layers.map((layer) => layer.diffId),
    );
  });

  it.each(DAMAGE)('refuses %s', async (_name, damage, message) => {
    const made = await image();
    await damage(await readLayout(made.layout), made);
    const failed = readLayout(made.layout);
    await expect(failed).rejects.toMatchObject({ diagnostics: [{ code: 'oci/bad-archive' }] });
    await expect(failed).rejects.toThrow(message);
  });

  it('says when there is no layout', async () => {
    const failed = readLayout(await folder());
    await expect(failed).rejects.toMatchObject({ diagnostics: [{ code: 'cli/not-found' }] });
  });
});
