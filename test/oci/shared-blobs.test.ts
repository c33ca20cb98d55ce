import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assembleImage } from '../../src/oci/assemble.ts';
import { sharedBlobs } from '../../src/oci/shared-blobs.ts';
import { folder } from './contents.ts';
import { inputIn } from './image.ts';

test('a layer that is one file with the cached blob is shared, a copy of it is not', async () => {
  const dir = await folder();
  const made = await assembleImage(await inputIn(dir));
  const cache = join(dir, 'blobs');
  const name = made.layers[0]?.digest.slice('sha256:'.length) ?? '';
  const shared = await sharedBlobs(made.layout, cache);
  expect(shared).toEqual({ folder: join(cache, 'sha256'), names: [name] });

  const own = join(made.layout, 'blobs', 'sha256', name);
  await rm(own);
  await copyFile(join(cache, 'sha256', name), own);
  expect((await sharedBlobs(made.layout, cache)).names).toEqual([]);
});

test('a folder that is no layout shares nothing', async () => {
  const dir = await folder();
  expect((await sharedBlobs(dir, join(dir, 'blobs'))).names).toEqual([]);
});
