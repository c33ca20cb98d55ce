import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findKept, keep } from '../../src/debian/roots.ts';
import { GZIP_FORMAT } from '../../src/oci/gzip.ts';

test('a layer is found again, but not one that was compressed in another way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'harden-kept-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'sha256'));
  const file = join(folder, 'sha256', 'aa');
  await writeFile(file, 'layer');
  const layer = { digest: 'sha256:aa', diffId: 'sha256:bb', size: 5, uncompressed: 9, file };
  await keep(folder, 'key', { layer });
  expect(await findKept(folder, 'key', folder)).toEqual({ layer });
  const [record = ''] = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  await rename(join(folder, record), join(folder, record.replace(GZIP_FORMAT, 'another')));
  expect(await findKept(folder, 'key', folder)).toBeUndefined();
});
