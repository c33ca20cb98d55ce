import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assembleImage } from '../../src/oci/assemble.ts';
import { readLayout } from '../../src/oci/layout.ts';
import type { OciIndex } from '../../src/oci/spec.ts';
import type { Platform } from '../../src/plan/types.ts';
import { writeIndexLayout } from '../../src/platforms/index-layout.ts';
import { folder } from '../oci/contents.ts';
import { inputIn } from '../oci/image.ts';

async function imageFor(platform: Platform, text: string) {
  const dir = await folder();
  const tree = [{ path: 'app', text }];
  const input = await inputIn(dir, { platform, trees: [{ kind: 'app', tree }] });
  return assembleImage({ ...input, layoutDir: join(dir, 'image') });
}

async function indexIn(dir: string, digest: string): Promise<OciIndex> {
  const file = join(dir, 'blobs', digest.replace(':', '/'));
  return JSON.parse(await readFile(file, 'utf8'));
}

test('the index names each image with its platform, in order, and nothing else', async () => {
  const images = [await imageFor('linux/arm64', 'a'), await imageFor('linux/amd64', 'b')];
  const dir = join(await folder(), 'all');
  const dirs = images.map(({ layout }) => layout);
  const digest = await writeIndexLayout('team/shop', dirs, dir);
  const { manifests, mediaType } = await indexIn(dir, digest);
  expect(mediaType).toBe('application/vnd.oci.image.index.v1+json');
  expect(manifests).toEqual([
    {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: images[0]?.digest,
      size: expect.any(Number),
      platform: { os: 'linux', architecture: 'arm64' },
    },
    expect.objectContaining({
      digest: images[1]?.digest,
      platform: { os: 'linux', architecture: 'amd64' },
    }),
  ]);
});

test('each image is read out of it by its platform, whole', async () => {
  const images = [await imageFor('linux/amd64', 'a'), await imageFor('linux/arm64', 'b')];
  const dir = join(await folder(), 'all');
  const dirs = images.map(({ layout }) => layout);
  await writeIndexLayout('shop', dirs, dir);
  await Promise.all(dirs.map((one) => rm(one, { recursive: true })));
  for (const { platform, digest } of images) {
    expect((await readLayout(dir, platform)).manifestDigest).toBe(digest);
  }
  await expect(readLayout(dir)).rejects.toThrow('linux/amd64, linux/arm64');
});

test('the same images give the same index, in any folder and under any name; in another order another', async () => {
  const dirs = [
    (await imageFor('linux/amd64', 'a')).layout,
    (await imageFor('linux/arm64', 'b')).layout,
  ];
  const into = async (name: string, list: string[]) =>
    writeIndexLayout(name, list, join(await folder(), 'all'));
  const digest = await into('shop', dirs);
  expect(await into('team/shop', dirs)).toBe(digest);
  expect(await into('shop', dirs.toReversed())).not.toBe(digest);
});
