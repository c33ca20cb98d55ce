import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deflated } from '../../src/oci/deflate.ts';
import { poolOf } from '../../src/oci/deflate-pool.ts';
import { gzip } from '../../src/oci/gzip.ts';
import { ROOT } from '../program.ts';
import { chunked, collect } from './contents.ts';

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-pool-'));
  program = join(folder, 'worker.mjs');
  const input = join(ROOT, 'src/oci/deflate-worker.ts');
  const bundle = await rolldown({ input, platform: 'node' });
  await bundle.write({ file: program, format: 'esm' });
  await bundle.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Half of it compresses. */
function sample(size: number): Buffer {
  return Buffer.concat([randomBytes(size >> 1), Buffer.alloc(size - (size >> 1), 'harden ')]);
}

test.each([0, 100, 1024 * 1024, 1024 * 1024 + 1, 9_876_543])(
  'threads make of %i bytes what one makes of them',
  async (size) => {
    const bytes = sample(size);
    const alone = await collect(gzip(chunked(bytes), 6));
    for (const threads of [1, 3]) {
      const packed = await collect(gzip(chunked(bytes, 70_000), 6, poolOf(program, threads)));
      expect(packed.equals(alone)).toBe(true);
    }
    expect(gunzipSync(alone).equals(bytes)).toBe(true);
  },
);

test('parts come back in the order that they were given in', async () => {
  const pool = poolOf(program, 3);
  const parts = [900_000, 10, 500_000, 0, 300_000, 7].map(sample);
  const packed = await Promise.all(parts.map((part) => pool(Uint8Array.from(part), 6)));
  expect(packed.map((one) => Buffer.from(one).toString('hex'))).toEqual(
    parts.map((part) => Buffer.from(deflated(part, 6)).toString('hex')),
  );
});

test('a thread that fails fails its part, and others go on', async () => {
  const broken = join(folder, 'broken.mjs');
  await writeFile(
    broken,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ part }) => {
       if (part.length === 1) throw new Error('no memory');
       parentPort.postMessage(part);
     });`,
  );
  const pool = poolOf(broken, 1);
  const [first, second] = [pool(new Uint8Array(1), 6), pool(new Uint8Array(2), 6)];
  await expect(first).rejects.toThrow('no memory');
  expect(await second).toEqual(new Uint8Array(2));
});
