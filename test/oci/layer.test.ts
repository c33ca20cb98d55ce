import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type LayerOptions, writeLayer } from '../../src/oci/layer.ts';
import type { Content } from '../../src/oci/types.ts';
import { chunked, contents, filesIn, folder } from './contents.ts';

const tree = (): AsyncGenerator<Content> =>
  contents(
    { path: 'app' },
    { path: 'app/server', text: 'program'.repeat(1000), mode: 0o755 },
    { path: 'app/static', type: 'symlink', mode: 0o777, target: 'assets' },
    { path: 'app/ünï.txt', text: 'text' },
  );

const sha256 = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('writeLayer', () => {
  it('gives the same bytes as ever', async () => {
    const { file: _, ...layer } = await writeLayer(tree(), await folder());
    expect(layer).toMatchInlineSnapshot(`
      {
        "diffId": "sha256:1a533996fee5045814e7e66c696aea9f6953bd71631f4cc4062d814cf287e604",
        "digest": "sha256:ce78b37f89ac30c9a5483f5d08e19cd4a59f6db997b7a05a7ef3b00c3c997f24",
        "size": 281,
        "uncompressed": 11776,
      }
    `);
  });

  it('says the truth about both sides of the blob', async () => {
    const dir = await folder();
    const layer = await writeLayer(tree(), dir);
    const packed = await readFile(layer.file);
    const plain = gunzipSync(packed);
    expect(layer.file).toBe(join(dir, layer.digest.replace(':', '/')));
    expect(layer).toMatchObject({ digest: sha256(packed), diffId: sha256(plain) });
    expect(layer).toMatchObject({ size: packed.length, uncompressed: plain.length });
  });

  it('leaves the blob and its record, and nothing else', async () => {
    const dir = await folder();
    const { digest, diffId } = await writeLayer(tree(), dir);
    expect(await filesIn(dir)).toEqual([
      join('layers', `${diffId.slice(7)}-6.json`),
      join('sha256', digest.slice(7)),
    ]);
  });

  it('finds what it compressed before, and makes it again when it is gone', async () => {
    const dir = await folder();
    const first = await writeLayer(tree(), dir);
    expect(await writeLayer(tree(), dir)).toEqual(first);
    await rm(first.file);
    expect(await writeLayer(tree(), dir)).toEqual(first);
    expect(sha256(await readFile(first.file))).toBe(first.digest);
  });

  it('does not trust a record of a blob with another size', async () => {
    const dir = await folder();
    const { file, digest } = await writeLayer(tree(), dir);
    await rm(file);
    await writeFile(file, 'short');
    await writeLayer(tree(), dir);
    expect(sha256(await readFile(file))).toBe(digest);
  });

  it('has one diffID and another digest for each level', async () => {
    const dir = await folder();
    const levels = [0, 1, 6] as const;
    const layers = await Promise.all(levels.map((level) => writeLayer(tree(), dir, { level })));
    expect(new Set(layers.map((layer) => layer.diffId)).size).toBe(1);
    expect(new Set(layers.map((layer) => layer.digest)).size).toBe(3);
    expect(layers[0]?.size).toBeGreaterThan(layers[0]?.uncompressed ?? 0);
  });

  it.each(['while the tar is written', 'before anything'])(
    'leaves nothing when stopped %s',
    async (when) => {
      const dir = await folder();
      const stop = new AbortController();
      if (when === 'before anything') stop.abort(new Error('stopped'));
      const options: LayerOptions = { signal: stop.signal };
      async function* endless(): AsyncGenerator<Content> {
        yield* tree();
        stop.abort(new Error('stopped'));
        yield* contents({ path: 'more', text: 'more' });
      }
      await expect(writeLayer(endless(), dir, options)).rejects.toThrow('stopped');
      expect(await filesIn(dir)).toEqual([]);
    },
  );

  it('leaves nothing when an entry cannot be read', async () => {
    const dir = await folder();
    async function* broken(): AsyncGenerator<Content> {
      yield* tree();
      throw new Error('lost');
    }
    await expect(writeLayer(broken(), dir)).rejects.toThrow('lost');
    expect(await filesIn(dir)).toEqual([]);
  });

  it('holds a chunk in memory, not the layer: 10,000 files of 20 kB', {
    timeout: 60_000,
  }, async () => {
    const block = new Uint8Array(20_000).fill(65);
    let peak = 0;
    async function* many(): AsyncGenerator<Content> {
      for (let i = 0; i < 10_000; i += 1) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers);
        const entry = { type: 'file', mode: 0o644, uid: 0, gid: 0, size: block.length } as const;
        yield { entry: { ...entry, path: `files/${i}` }, body: chunked(block, 7000) };
      }
    }
    const before = process.memoryUsage().arrayBuffers;
    const layer = await writeLayer(many(), await folder(), { level: 0 });
    expect(layer.uncompressed).toBeGreaterThan(200_000_000);
    expect(peak - before).toBeLessThan(100_000_000);
  });
});
