import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeEjected } from '../../src/eject/write.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { unpackArchive } from '../../src/oci/unpack-archive.ts';
import { contents, folder } from '../oci/contents.ts';

let dir: string;
beforeEach(async () => {
  dir = await folder();
  vi.stubEnv('HARDEN_CACHE_DIR', join(dir, 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

const partNamed = async (file: string) => ({
  part: { file, what: '', holds: [] },
  layer: await writeLayer(contents({ path: 'a', text: 'x' }), join(dir, 'blobs')),
});

test('a second ejection takes the place of the first', async () => {
  const out = join(dir, 'ejected');
  const parts = [await partNamed('base.tar.gz')];
  await writeEjected(out, [{ name: 'Dockerfile', text: 'a' }], { parts, platform: 'linux/amd64' });
  expect((await readdir(out)).sort()).toEqual(['Dockerfile', 'base.tar.gz']);
  expect(await readFile(join(out, 'base.tar.gz'))).toEqual(
    await readFile(parts[0]?.layer.file ?? ''),
  );
  await writeEjected(out, [{ name: 'build.ts', text: 'b' }], {
    parts: [],
    platform: 'linux/amd64',
  });
  expect(await readdir(out)).toEqual(['build.ts']);
});

test('for Dagger a part is an image', async () => {
  const out = join(dir, 'ejected');
  const part = await partNamed('base.oci.tar');
  await writeEjected(out, [], { parts: [part], platform: 'linux/amd64' });
  expect(await readdir(out)).toEqual(['base.oci.tar']);
  await unpackArchive(join(out, 'base.oci.tar'), 'base', join(dir, 'unpacked'));
  const { layers } = await readLayout(join(dir, 'unpacked'));
  expect(layers.map(({ diffId }) => diffId)).toEqual([part.layer.diffId]);
});

test('a folder of somebody else is not touched', async () => {
  const out = join(dir, 'docker');
  await writeEjected(out, [{ name: 'Dockerfile', text: 'a' }], {
    parts: [],
    platform: 'linux/amd64',
  });
  await writeFile(join(out, 'notes.md'), 'mine');
  const again = writeEjected(out, [], { parts: [], platform: 'linux/amd64' });
  await expect(again).rejects.toMatchObject({ diagnostics: [{ code: 'cli/output-exists' }] });
  expect((await readdir(out)).sort()).toEqual(['Dockerfile', 'notes.md']);
});
