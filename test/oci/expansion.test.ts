import { expect, test } from 'vitest';
import { guarded } from '../../src/oci/expansion.ts';

const MEGABYTE = Buffer.alloc(1024 * 1024);

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield MEGABYTE;
}

async function sizeOf(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of bytes) size += chunk.length;
  return size;
}

test('a bomb is stopped, and what was packed well is not', async () => {
  expect(await sizeOf(guarded(megabytes(1024), 1, 'layer'))).toBe(1024 ** 3);
  const bomb = sizeOf(guarded(megabytes(1025), 1024, 'layer'));
  await expect(bomb).rejects.toThrow(/1024 bytes unpack to more than 1073741824/);
  expect(await sizeOf(guarded(megabytes(1025), 6 * MEGABYTE.length, 'layer'))).toBe(
    1025 * 1024 ** 2,
  );
});
