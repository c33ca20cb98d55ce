import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { isPlain } from '../../src/oci/layer-bytes.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { plainOf } from '../../src/oci/plain-layer.ts';
import { unpackLayers } from '../../src/oci/unpack-layers.ts';
import { folder } from './contents.ts';
import { image } from './image.ts';

test('a layer lies there as a tar, with the record that others look for', async () => {
  const layout = await readLayout((await image()).layout);
  const [blobs, work] = [await folder(), await folder()];
  const [layer] = layout.layers;
  const digest = layer?.descriptor.digest ?? '';
  expect(await isPlain(layout.blobPath(digest))).toBe(false);
  const unpacked = await unpackLayers(layout, blobs, work);
  const file = unpacked.blobPath(digest);
  expect(await isPlain(file)).toBe(true);
  expect(await plainOf(digest, '/gone', blobs)).toEqual({
    diffId: layer?.diffId,
    uncompressed: (await readFile(file)).length,
  });
  const again = await unpackLayers(layout, blobs, work);
  expect(again.blobPath(digest)).toBe(layout.blobPath(digest));
});
