import { afterEach, expect, test, vi } from 'vitest';
import { type ApkLayerInput, apkLayer } from '../../src/inputs/apk-layer.ts';
import { createPins } from '../../src/lock/pins.ts';
import type { LayerBlob } from '../../src/oci/types.ts';
import type { AddedApk, ImageBase } from '../../src/plan/types.ts';
import { contentFor, digest, lockOf, planOf } from '../lock/locks.ts';
import { folder } from '../oci/contents.ts';

afterEach(() => vi.unstubAllEnvs());

const PLAN = planOf('base: {alpine: "3.23"}\nruntime: {packages: [tzdata]}');
const BASE = PLAN.base as ImageBase;
const PACKAGES = BASE.packages as AddedApk;
const LOCK = lockOf(contentFor(PLAN));
const LAYER: LayerBlob = {
  ...{ digest: digest('1'), diffId: digest('2'), size: 1, uncompressed: 1, file: '/cache/1' },
};

async function input(changes: Partial<ApkLayerInput> = {}): Promise<ApkLayerInput> {
  vi.stubEnv('HARDEN_CACHE_DIR', await folder());
  const unasked = () => Promise.reject(new Error('apk was asked'));
  return {
    ...{ base: BASE, folder: await folder(), network: { variables: {} }, archive: 'apk.tar' },
    image: { kind: 'image', ref: BASE.ref, digest: digest('a'), layers: [], config: {} },
    pipeline: { chooseApk: unasked, installApk: unasked },
    pins: createPins(LOCK, true),
    offline: { bundled: true, imageArchive: async () => '' },
    ...changes,
  } as unknown as ApkLayerInput;
}

/** The key under which a layer is looked for. */
async function keyOf(changes: Partial<ApkLayerInput> = {}): Promise<string> {
  const asked: string[] = [];
  const apkLayers = new Map();
  apkLayers.get = (key: string) => void asked.push(key);
  await apkLayer(PACKAGES, await input({ apkLayers, ...changes })).catch(() => undefined);
  return asked[0] ?? '';
}

test('what apk made for a bundle is taken as it is, with the packages of the lock', async () => {
  const with1 = await input({ apkLayers: new Map([[await keyOf(), LAYER]]) });
  await expect(apkLayer(PACKAGES, with1)).resolves.toBe(LAYER);
  expect(with1.pins.used.apk).toEqual(LOCK.apk);
});

test('made on other bytes of the base it is not taken, and nobody is asked for another', async () => {
  const image = { kind: 'image', ref: BASE.ref, digest: digest('b'), layers: [] };
  const other = await keyOf({ image } as unknown as Partial<ApkLayerInput>);
  expect(other).not.toBe(await keyOf());
  const with1 = await input({ apkLayers: new Map([[other, LAYER]]) });
  await expect(apkLayer(PACKAGES, with1)).rejects.toMatchObject({
    diagnostics: [
      { code: 'offline/missing', message: expect.stringContaining('what apk installs on') },
    ],
  });
  await expect(apkLayer(PACKAGES, await input())).rejects.toMatchObject({
    diagnostics: [{ code: 'offline/missing' }],
  });
});
