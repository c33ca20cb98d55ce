import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { spool } from '../../src/oci/spool.ts';
import { chunked, folder } from './contents.ts';

test('what is spooled is there until it is discarded', async () => {
  const dir = await folder();
  const { file, size, discard } = await spool(chunked(Buffer.from('abcdef'), 2), dir);
  const { buffer } = await file.read(Buffer.alloc(3), 0, 3, 2);
  expect({ size, read: buffer.toString() }).toEqual({ size: 6, read: 'cde' });
  await discard();
  expect(await readdir(dir)).toEqual([]);
});

test('a full disk is told as that, and nothing is left', async () => {
  const dir = await folder();
  const full = (async function* () {
    yield Buffer.from('abc');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  })();
  const diagnostics = [{ code: 'build/no-disk' }];
  await expect(spool(full, dir)).rejects.toMatchObject({ diagnostics });
  expect(await readdir(dir)).toEqual([]);
});
