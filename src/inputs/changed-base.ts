import { resolve } from 'node:path';
import { adaptBase } from '../adapt/adapt.ts';
import { blobDir, cacheDir } from '../cache.ts';
import type { BuildNetwork, Pipeline } from '../dagger/index.ts';
import { readInventory } from '../inspect/inventory.ts';
import { openArchive } from '../oci/archive.ts';
import { normalizeLayer, ROOT_OWNED } from '../oci/artifacts.ts';
import { writeLayer } from '../oci/layer.ts';
import { layerSource } from '../oci/layer-source.ts';
import type { LayerBlob } from '../oci/types.ts';
import { installedPackages, isDatabaseFile } from '../packages/installed.ts';
import type { AddedPackages, BuildPlan, ImageBase } from '../plan/types.ts';
import { byDigest } from '../registry/reference.ts';
import type { ResolvedBase } from './base.ts';
import type { InputContext } from './context.ts';
import { debianRoot } from './debian-root.ts';
import { pinnedImage } from './pinned-image.ts';

export interface ChangedBaseInput extends InputContext {
  plan: Pick<BuildPlan, 'base' | 'config'>;
  folder: string;
  network: BuildNetwork;
  pipeline: Pick<Pipeline, 'installApk'>;
  /** Where the engine may write its archive. */
  archive: string;
}

/** The base with what the plan puts on it and takes out of it; most bases are left as they are. */
export async function changedBase(
  base: ResolvedBase,
  input: ChangedBaseInput,
): Promise<ResolvedBase> {
  const { base: planned, config } = input.plan;
  if (planned.kind !== 'image') return base;
  const { packages, remove, flatten } = planned;
  if (!packages && !remove && !flatten) return base;
  const added = packages && (await addedLayer(packages, planned, base, input));
  const image = await adaptBase({
    image: base.image,
    plan: planned,
    user: config.User,
    ...(added && { added }),
    cache: cacheDir(),
    signal: input.signal,
  });
  return { ...base, image };
}

function addedLayer(
  packages: AddedPackages,
  planned: ImageBase,
  base: ResolvedBase,
  input: ChangedBaseInput,
): Promise<LayerBlob> {
  return packages.manager === 'apk'
    ? apkLayer(packages, planned, base, input)
    : debianLayer(packages, base, input);
}

async function apkLayer(
  packages: Extract<AddedPackages, { manager: 'apk' }>,
  planned: ImageBase,
  { image }: ResolvedBase,
  context: ChangedBaseInput,
): Promise<LayerBlob> {
  const { pipeline, platform, network, archive, folder, now, signal } = context;
  const local = (place: string) => (/^https?:/.test(place) ? place : resolve(folder, place));
  const installer =
    packages.installer && (await pinnedImage(packages.installer, 'installer', context)).ref;
  await pipeline.installApk({
    image: byDigest(planned.ref, image.digest),
    ...(installer && { installer }),
    names: packages.names,
    repositories: packages.repositories.map(local),
    keys: packages.keys.map(local),
    platform,
    network,
    // Repositories get fixes every day; within a day the engine's cache may answer.
    freshness: now.toISOString().slice(0, 10),
    archive,
  });
  const opened = await openArchive(archive);
  try {
    const digest = opened.layers[0]?.descriptor.digest ?? '';
    const contents = normalizeLayer(opened.blob(digest), ROOT_OWNED, blobDir());
    return await writeLayer(contents, blobDir(), { signal, level: 1 });
  } finally {
    await opened.close();
  }
}

/** Packages of the base's own release, without those that the base has already. */
async function debianLayer(
  { release, names, drop }: Extract<AddedPackages, { manager: 'debian' }>,
  { image }: ResolvedBase,
  context: ChangedBaseInput,
): Promise<LayerBlob> {
  const { texts } = await readInventory(layerSource(image.layers), {
    texts: isDatabaseFile,
    signal: context.signal,
  });
  const present = installedPackages(texts).map(({ name, version, provides }) => ({
    name,
    version,
    provides,
  }));
  const root = await debianRoot(
    { release, packages: names, drop, links: {}, purpose: 'addition', present },
    'packages',
    context,
    context.plan.base.origin,
  );
  return root.layer;
}
