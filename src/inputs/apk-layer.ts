import { resolve } from 'node:path';
import { blobDir } from '../cache.ts';
import type { BuildNetwork, Pipeline } from '../dagger/index.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { readInventory } from '../inspect/inventory.ts';
import { apkDrift } from '../lock/apk-drift.ts';
import { apkWishDigest } from '../lock/apk-wish.ts';
import type { LockedApk } from '../lock/schema.ts';
import type { BaseImage } from '../oci/base-image.ts';
import { layerSource } from '../oci/layer-source.ts';
import type { LayerBlob } from '../oci/types.ts';
import { APK_DATABASES, APK_WORLD, isUrl } from '../packages/apk.ts';
import { addedApkPackages } from '../packages/apk-added.ts';
import { worldWithout } from '../packages/apk-choice.ts';
import { hexOf } from '../plan/digest.ts';
import type { AddedApk, ImageBase } from '../plan/types.ts';
import { byDigest } from '../registry/reference.ts';
import { readApkArchive } from './apk-archive.ts';
import { missingFiles } from './apk-files.ts';
import type { InputContext } from './context.ts';
import { offlineMissing } from './offline.ts';
import { pinnedImage } from './pinned-image.ts';

export interface ApkLayerInput extends InputContext {
  base: ImageBase;
  image: BaseImage;
  /** The folder of the spec, which local repositories and keys are relative to. */
  folder: string;
  network: BuildNetwork;
  pipeline: Pick<Pipeline, 'chooseApk' | 'installApk'>;
  /** Where the engine may write its archive. */
  archive: string;
  /** Asks the repositories again, whatever the engine has kept. */
  cacheBuster?: string;
}

/**
 * What apk changes of a base when it adds packages: those of the lock, else the newest of the
 * repositories.
 */
export async function apkLayer(packages: AddedApk, input: ApkLayerInput): Promise<LayerBlob> {
  const { base, image, platform, pipeline, archive, pins, signal } = input;
  const { names, repositories, keys, origins } = packages;
  const missing = await missingFiles(packages, input);
  if (missing.length > 0) throw new HardenError(...missing);
  const wish = { base: base.ref, names, repositories, keys };
  const pinned = pins.apk(wish, base.origin, platform);
  const key = hexOf([apkWishDigest(wish), image.digest]);
  const made = input.apkLayers?.get(key);
  if (made && pinned) {
    pins.used.apk.push({ ...pinned, platform });
    return made;
  }
  if (input.offline) throw offlineMissing(`what apk installs on ${base.ref}`, base.origin);
  const locked = pinned?.packages;
  const request = await requestOf(packages, input, locked);
  const lines = { origins, origin: base.origin };
  const exactly = locked ?? (await pipeline.chooseApk(request));
  const { texts } = await readInventory(layerSource(image.layers), {
    texts: isApkText,
    blobDir: blobDir(),
    signal,
  });
  await pipeline.installApk({ ...request, exactly, archive }).catch(async (thrown) => {
    if (!locked) throw thrown;
    // The repositories have other versions now, or apk had another reason.
    const drift = apkDrift(locked, await pipeline.chooseApk(request), lines);
    throw drift ? new HardenError(drift) : thrown;
  });
  const before = texts.get(APK_WORLD) ?? '';
  const worldOf = (world: string) => worldWithout(world, exactly, { names, before });
  const { layer, databases } = await readApkArchive(archive, worldOf, signal);
  const found = databases.size > 0 ? addedApkPackages(texts, databases) : [];
  const drift = locked && apkDrift(locked, found, lines);
  if (drift) throw new HardenError(drift);
  pins.used.apk.push({
    ...{ base: base.ref, platform, request: apkWishDigest(wish) },
    packages: found,
  });
  input.apkLayers?.set(key, layer);
  return layer;
}

/** What the engine is asked; its cache may answer for a day, as repositories get fixes every day. */
async function requestOf(
  packages: AddedApk,
  input: ApkLayerInput,
  locked: LockedApk['packages'] | undefined,
) {
  const { base, image, platform, network, folder, now, cacheBuster } = input;
  const { names, repositories, keys, origins } = packages;
  const installer =
    packages.installer && (await pinnedImage(packages.installer, 'installer', input)).ref;
  const today = now.toISOString().slice(0, 10);
  return {
    image: byDigest(base.ref, image.digest),
    ...(installer && { installer }),
    names,
    repositories: repositories.map((written) => ({
      written,
      place: isUrl(written) ? written : resolve(folder, written),
    })),
    keys: keys.map((path) => resolve(folder, path)),
    origins,
    origin: base.origin,
    platform,
    network,
    // A new lock may name what this morning's index does not have.
    freshness: cacheBuster ?? (locked ? `${today} ${hexOf(locked)}` : today),
  };
}

function isApkText(path: string): boolean {
  return path === APK_WORLD || APK_DATABASES.includes(path);
}
