import { expect, test } from 'vitest';
import { streamSource } from '../../src/oci/byte-source.ts';
import { atMost } from '../../src/oci/entry-limit.ts';
import { readTar } from '../../src/oci/tar-read.ts';
import { rawTar } from './raw-tar.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function namesOf(limit: number): Promise<string[]> {
  const tar = rawTar([{ name: 'a', body: 'x' }, { name: 'b' }, { name: 'c' }]);
  const names: string[] = [];
  const entries = readTar(streamSource(once(tar)), 'layer');
  for await (const { path } of atMost(limit, entries, 'layer')) names.push(path);
  return names;
}

test('as many entries as are allowed pass, and one more is refused', async () => {
  expect(await namesOf(3)).toEqual(['a', 'b', 'c']);
  await expect(namesOf(2)).rejects.toThrow('layer: it has more than 2 files');
});
