import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { dependencyKey } from '../../src/inputs/dependency-key.ts';
import { keepDependencies, offlineDependencies } from '../../src/inputs/offline-dependencies.ts';
import { openArchive } from '../../src/oci/archive.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { Stage } from '../../src/plan/types.ts';
import { digest, planOf } from '../lock/locks.ts';
import { contents, folder } from '../oci/contents.ts';

afterEach(() => vi.unstubAllEnvs());

const ORIGIN = { file: 'preset.yaml', line: 1, column: 1, length: 1 };
const STEP = { run: ['npm', 'ci'], env: {}, workdir: '/src', caches: [], origin: ORIGIN };
const STAGE: Stage = {
  name: 'dependencies',
  files: { include: ['package.json', '**/package.json', 'patches'], exclude: ['**/.env*'] },
  stubs: { include: ['**/src/*.rs'], exclude: [], text: 'fn main() {}' },
  steps: [STEP],
};
const FILES = {
  'package.json': '{}',
  'web/package.json': '{}',
  'patches/a.diff': '+',
  'src/main.rs': 'fn main() { println!() }',
  'readme.md': 'hello',
};
const TOOLCHAIN = { digest: digest('a') };

async function keyOf(
  files: Record<string, string>,
  stage: Stage = STAGE,
  toolchain = TOOLCHAIN,
): Promise<string | undefined> {
  const dir = await folder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dependencyKey({ stages: [stage], platform: 'linux/amd64' }, dir, toolchain);
}

const SAME: [what: string, change: Record<string, string>][] = [
  ['a file that no step sees', { 'readme.md': 'hello!' }],
  ['a file that is left out', { '.env': 'A=1' }],
  ['what is in a file that steps see as a stub', { 'src/main.rs': 'fn main() {}' }],
  ['a file below node_modules', { 'node_modules/a/package.json': '{}' }],
];

test.each(SAME)('%s changes nothing', async (_what, change) => {
  expect(await keyOf({ ...FILES, ...change })).toBe(await keyOf(FILES));
});

const OTHER: [what: string, change: Record<string, string>][] = [
  ['a file of the top', { 'package.json': '{ }' }],
  ['a file below', { 'web/package.json': '{ }' }],
  ['a file of a folder that is named', { 'patches/b.diff': '-' }],
  ['the name of a stub', { 'src/lib.rs': '' }],
];

test.each(OTHER)('%s changes what the steps can leave', async (_what, change) => {
  expect(await keyOf({ ...FILES, ...change })).not.toBe(await keyOf(FILES));
});

test('so do the steps and the toolchain; the line of a step does not', async () => {
  const key = await keyOf(FILES);
  const step = (change: object): Stage => ({ ...STAGE, steps: [{ ...STEP, ...change }] });
  expect(await keyOf(FILES, step({ run: ['npm', 'install'] }))).not.toBe(key);
  expect(await keyOf(FILES, step({ env: { A: '1' } }))).not.toBe(key);
  expect(await keyOf(FILES, STAGE, { digest: digest('b') })).not.toBe(key);
  expect(await keyOf(FILES, step({ origin: { ...ORIGIN, line: 9 } }))).toBe(key);
});

test('a pattern that takes files back leaves none out', async () => {
  const stage = { ...STAGE, files: { include: ['**'], exclude: ['*.md', '!readme.md'] } };
  const changed = { ...FILES, 'readme.md': 'hello!' };
  expect(await keyOf(changed, stage)).not.toBe(await keyOf(FILES, stage));
});

test('a plan without steps for dependencies has none', async () => {
  expect(await keyOf(FILES, { ...STAGE, steps: [] })).toBeUndefined();
  expect(await keyOf(FILES, { ...STAGE, name: 'build' })).toBeUndefined();
});

test('what a bundle was made with on this machine is kept for its own builds', async () => {
  const [dir, cache] = [await folder(), await folder()];
  vi.stubEnv('HARDEN_CACHE_DIR', cache);
  await writeFile(join(dir, 'go.mod'), 'module example.com/a');
  const plan = planOf();
  const toolchain = {
    kind: 'image',
    platform: 'linux/amd64',
    ref: 'golang',
    digest: digest('a'),
  } as const;
  const asked = () =>
    offlineDependencies(plan, dir, toolchain, { bundled: false, imageArchive: async () => '' });
  await expect(asked()).resolves.toBeUndefined();
  const layer = await writeLayer(contents({ path: 'src/a', text: 'a' }), join(cache, 'blobs'));
  const key = (await dependencyKey(plan, dir, toolchain)) ?? '';
  await keepDependencies({ key, layer });
  const archive = await openArchive((await asked()) ?? '');
  expect(archive.layers.map(({ descriptor }) => descriptor.digest)).toEqual([layer.digest]);
  await archive.close();
  await rm(layer.file);
  await expect(asked()).resolves.toBeUndefined();
});

test('dependencies of another state of the project are missing, at the step that makes them', async () => {
  const plan = planOf();
  const dir = await folder();
  await writeFile(join(dir, 'go.mod'), 'module example.com/a');
  const toolchain = {
    kind: 'image',
    platform: 'linux/amd64',
    ref: 'golang',
    digest: digest('a'),
  } as const;
  const offline = { bundled: true, imageArchive: async () => '' };
  const layer = { digest: digest('1'), diffId: digest('2'), size: 1, uncompressed: 1, file: '' };
  const asked = (dependencies?: { key: string; layer: typeof layer }) =>
    offlineDependencies(plan, dir, toolchain, {
      ...offline,
      ...(dependencies && { dependencies }),
    });
  await expect(asked({ key: digest('0'), layer })).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'offline/missing',
        message: expect.stringContaining('of other lock files or steps'),
        span: { line: expect.any(Number) },
      },
    ],
  });
  await expect(asked()).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('the bundle has no dependencies') }],
  });
  await expect(
    offlineDependencies(plan, dir, toolchain, { ...offline, bundled: false }),
  ).resolves.toBeUndefined();
});
