import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { publish } from '../../src/publish.ts';
import { writableRegistry } from '../registry/push/writable-registry.ts';
import { seeded } from '../seeded.ts';
import { built, NOW } from './built.ts';

type Random = (below: number) => number;
type Tamper = (layout: string, random: Random) => Promise<unknown>;

const TRIES = 100;
const EVIL = [{ path: 'app' }, { path: 'app/server', text: 'EVIL', mode: 0o755 }];

/** What may be done to a layout between its scan and its push. */
const TAMPERS: Record<string, Tamper> = {
  'a bit of a blob': async (layout, random) =>
    rewrite(await someBlob(layout, random), (bytes) => {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return bytes;
    }),
  'the end of a blob': async (layout, random) =>
    rewrite(await someBlob(layout, random), (bytes) =>
      bytes.subarray(0, bytes.length - 1 - random(bytes.length >> 1)),
    ),
  'more at its end': async (layout, random) =>
    rewrite(await someBlob(layout, random), (bytes) => Buffer.concat([bytes, Buffer.from('x')])),
  'a blob in the place of another': async (layout, random) => {
    const [one, other] = [await someBlob(layout, random), await someBlob(layout, random)];
    const bytes = await readFile(one);
    return rewrite(other, (old) => (old.equals(bytes) ? Buffer.concat([old, old]) : bytes));
  },
  'a blob that is gone': async (layout, random) => rm(await someBlob(layout, random)),
  'another image': async (layout) => {
    const other = await built({ base: { trees: [{ kind: 'app', tree: EVIL }] } } as never);
    await rm(layout, { recursive: true });
    await rename(other.layout, layout);
  },
  'a digest in the index': async (layout, random) =>
    rewrite(join(layout, 'index.json'), (bytes) =>
      Buffer.from(`${bytes.toString().replace(/sha256:./, `sha256:${random(10)}`)} `),
    ),
};

it(`a layout that changed after its scan is never published: ${TRIES} tries`, async () => {
  const next = seeded(20261126);
  const random = (below: number) => Math.floor(next() * below);
  const kinds = Object.keys(TAMPERS);
  const counts = new Map(kinds.map((kind) => [kind, { tried: 0, refused: 0, published: 0 }]));
  for (let round = 0; round < TRIES; round++) {
    const kind = kinds[round % kinds.length] as string;
    const count = counts.get(kind) as { tried: number; refused: number; published: number };
    const registry = await writableRegistry();
    const { dir, layout } = await built();
    const before = await stateOf(layout);
    await TAMPERS[kind]?.(layout, random);
    expect(await stateOf(layout), kind).not.toEqual(before);
    const code = await codeOf(`${registry.host}/shop:1`, dir);
    count.tried += 1;
    if (code === 'publish/changed') count.refused += 1;
    count.published += registry.repository('shop').manifests.size;
  }
  // biome-ignore lint/suspicious/noConsole: the counts are for who reads the run
  console.table(Object.fromEntries(counts));
  for (const [kind, { tried, refused, published }] of counts) {
    expect({ kind, refused, published }).toEqual({ kind, refused: tried, published: 0 });
  }
}, 60_000);

/** A new file: the old one may be linked to in a cache. */
async function rewrite(path: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  const changed = change(await readFile(path));
  await rm(path);
  await writeFile(path, changed);
}

async function someBlob(layout: string, random: Random): Promise<string> {
  const blobs = (await readdir(join(layout, 'blobs', 'sha256'))).sort();
  return join(layout, 'blobs', 'sha256', blobs[random(blobs.length)] as string);
}

/** Every file with its bytes. */
async function stateOf(layout: string): Promise<[string, string][]> {
  const names = await readdir(layout, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Promise.all(
    files.sort().map(async (file) => [file, await readFile(file, 'base64')] as [string, string]),
  );
}

async function codeOf(ref: string, path: string): Promise<string | undefined> {
  try {
    await publish({
      ...{ path, to: [ref], cwd: '/', now: NOW, maxAge: 24, progress: () => undefined },
      ...{ env: { DOCKER_CONFIG: '/nonexistent' } },
    });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof HardenError) return thrown.diagnostics[0]?.code;
    throw thrown;
  }
}
