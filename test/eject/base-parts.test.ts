import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { baseParts, packagesOf } from '../../src/eject/base-parts.ts';
import type { LastBuild } from '../../src/eject/last-build.ts';
import { AS_PACKAGED, normalizeLayer } from '../../src/oci/artifacts.ts';
import { assembleImage } from '../../src/oci/assemble.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import { readLayout } from '../../src/oci/layout.ts';
import type { BuildPlan } from '../../src/plan/types.ts';
import { contents, folder } from '../oci/contents.ts';
import { APP, baseOf } from '../oci/image.ts';
import { ejectionOf } from './ejection.ts';

const { signal } = new AbortController();
let dir: string;

beforeEach(async () => {
  dir = await folder();
  vi.stubEnv('HARDEN_CACHE_DIR', join(dir, 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

const BASE: Parameters<typeof contents> = [
  { path: 'etc' },
  { path: 'etc/keep', text: 'a' },
  { path: 'usr' },
  { path: 'usr/old' },
  { path: 'usr/old/a', text: 'a' },
  { path: 'usr/old/b', text: 'b' },
  { path: 'usr/tool', text: 'c' },
];

async function lastBuild(
  changes: Parameters<typeof contents>,
  flatten = false,
): Promise<LastBuild> {
  const layer = (tree: Parameters<typeof contents>) =>
    writeLayer(contents(...tree), join(dir, 'blobs'));
  const base = await baseOf(dir, BASE);
  const own = flatten ? [] : base.layers;
  const changed =
    changes.length > 0 ? [{ blob: await layer(changes), kind: 'runtime' as const }] : [];
  const { plan } = await ejectionOf('go-api');
  const layoutDir = join(dir, 'image');
  const image = await assembleImage({
    name: 'shop',
    config: plan.config,
    platform: 'linux/amd64',
    base: { ...base, layers: [...own, ...changed] },
    layers: [
      { kind: 'app', blob: await layer(APP) },
      { kind: 'runtime', blob: await layer([{ path: 'data' }]) },
    ],
    layoutDir,
  });
  const report = { image } as LastBuild['report'];
  return { report, layout: await readLayout(layoutDir), used: {} };
}

const PLAN = {
  base: { kind: 'image', ref: 'gcr.io/distroless/static:nonroot' },
} as unknown as BuildPlan;
const parts = async (build: LastBuild) => baseParts(PLAN, build, '.tar.gz', signal);

test('a base that is left alone is an image by its digest', async () => {
  const { base, below, above } = await parts(await lastBuild([]));
  expect(base.image).toBe(`gcr.io/distroless/static:nonroot@sha256:${'b'.repeat(64)}`);
  expect({ without: base.without, below }).toEqual({ without: [], below: [] });
  expect(above.map(({ part }) => part)).toEqual([
    {
      file: 'runtime-1.tar.gz',
      what: 'What the runtime of the spec asks for:',
      holds: ['  /data/'],
    },
  ]);
});

test('what was put on a base is a part, and what was taken out is left out', async () => {
  const changes = [
    { path: 'usr' },
    { path: 'usr/.wh.old', text: '' },
    { path: 'usr/.wh.tool', text: '' },
    { path: 'usr/new', text: 'new' },
  ];
  const { base, below } = await parts(await lastBuild(changes));
  expect(base.without).toEqual(['usr/old', 'usr/tool']);
  expect(base.parts.map(({ file }) => file)).toEqual(['base-changes-1.tar.gz']);
  const [source] = below;
  const bytes = createReadStream(source?.layer.file ?? '');
  const names: string[] = [];
  for await (const { entry } of normalizeLayer(bytes, AS_PACKAGED, dir)) names.push(entry.path);
  expect(names).toEqual(['usr', 'usr/new']);
});

test('a base that was written anew is one part, on nothing', async () => {
  const { base } = await parts(await lastBuild([{ path: 'etc' }], true));
  expect(base).toMatchObject({ without: [], parts: [{ file: 'base.tar.gz' }] });
  expect(base.image).toBeUndefined();
});

test('packages are told with their versions', () => {
  const used = { 'package gcc of the toolchain': '14', 'package tzdata of the base': '2' };
  expect(packagesOf('toolchain', used)).toEqual(['  gcc 14']);
});
