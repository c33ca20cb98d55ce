import { blobDir, cacheDir } from '../cache.ts';
import type { Compiled } from '../compile.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { imageArchives } from '../inputs/image-archives.ts';
import type { Offline } from '../inputs/offline.ts';
import { wishesOf } from '../lock/check.ts';
import { readLock } from '../lock/file.ts';
import { lockedPreset } from '../lock/locked-preset.ts';
import { createPins, type Pins } from '../lock/pins.ts';
import { pinsFor } from '../lock/pins-for.ts';
import { blobPath } from '../oci/blob-writer.ts';
import type { LayerBlob } from '../oci/types.ts';
import { hostPlatform } from '../platform.ts';
import { SCANNERS } from '../scan/scanners.ts';
import { misfits } from './fit.ts';
import type { KeyedLayer } from './format.ts';
import { type Bundle, openBundle } from './open.ts';
import { unpackBundle } from './unpack.ts';

export interface OfflineInputs {
  pins: Pins;
  offline: Offline;
  apkLayers?: Map<string, LayerBlob>;
}

export interface OfflineRequest {
  compiled: Pick<Compiled, 'folder' | 'plan' | 'preset'>;
  /** Path of a bundle, as the user named it and in full. */
  bundle?: { path: string; shown: string };
  frozen?: boolean;
  signal: AbortSignal;
}

/**
 * What a build works with that asks nobody: a bundle, which is checked and unpacked into the cache, or
 * without one what is in the cache and in hardening.lock.
 * @throws HardenError with bundle or lock codes.
 */
export async function openOffline(request: OfflineRequest): Promise<OfflineInputs> {
  const { compiled, bundle, signal } = request;
  const images = { imageArchive: imageArchives(compiled.plan.platform) };
  if (!bundle) {
    return { pins: await pinsFor(compiled, true), offline: { ...images, bundled: false } };
  }
  const opened = await openBundle(bundle.path, bundle.shown);
  try {
    await checkFit(opened, request);
    await unpackBundle(opened, cacheDir(), signal);
    const { helper, dependencies, apk } = opened.record;
    return {
      pins: createPins(opened.lock, true),
      offline: {
        ...images,
        bundled: true,
        helper,
        ...(dependencies && { dependencies: onDisk(dependencies) }),
      },
      apkLayers: new Map(apk.map(onDisk).map(({ key, layer }) => [key, layer])),
    };
  } finally {
    await opened.source.close();
  }
}

async function checkFit(bundle: Bundle, { compiled, frozen = false }: OfflineRequest) {
  const { plan, preset, folder } = compiled;
  const read = await readLock(folder);
  if (!read.ok) throw new HardenError(...read.diagnostics);
  const found = misfits(bundle, {
    platform: plan.platform,
    preset: lockedPreset(preset),
    host: hostPlatform(),
    wishes: wishesOf(plan, SCANNERS),
    lock: read.value,
    frozen,
  });
  if (found.length > 0) throw new HardenError(...found);
}

function onDisk({ key, layer }: KeyedLayer): { key: string; layer: LayerBlob } {
  return { key, layer: { ...layer, file: blobPath(blobDir(), layer.digest) } };
}
