import { adaptBase } from '../adapt/adapt.ts';
import { blobDir, cacheDir } from '../cache.ts';
import type { BuildNetwork, Pipeline } from '../dagger/index.ts';
import { readInventory } from '../inspect/inventory.ts';
import { layerSource } from '../oci/layer-source.ts';
import type { LayerBlob } from '../oci/types.ts';
import { installedPackages, isDatabaseFile } from '../packages/installed.ts';
import type { AddedPackages, BuildPlan, ImageBase } from '../plan/types.ts';
import { apkLayer } from './apk-layer.ts';
import type { ResolvedBase } from './base.ts';
import type { InputContext } from './context.ts';
import { debianRoot } from './debian-root.ts';
import { localeLayer } from './locale-layer.ts';

export interface ChangedBaseInput extends InputContext {
  plan: Pick<BuildPlan, 'base' | 'config' | 'settings'>;
  folder: string;
  network: BuildNetwork;
  pipeline: Pick<Pipeline, 'chooseApk' | 'installApk'>;
  /** Where the engine may write its archive. */
  archive: string;
  /** With `--no-cache`, or to lock what there is now: the engine has to do it again. */
  built?: { cacheBuster?: string };
}

/** The base with what the plan puts on it and takes out of it; most bases are left as they are. */
export async function changedBase(
  base: ResolvedBase,
  input: ChangedBaseInput,
): Promise<ResolvedBase> {
  const adapted = await adaptedBase(base, input);
  const { locale } = input.plan.settings ?? {};
  const layer = locale && (await localeLayer(locale, adapted, input));
  if (!layer) return adapted;
  const { image } = adapted;
  const layers = [...image.layers, { blob: layer, kind: 'runtime' as const }];
  return { ...adapted, image: { ...image, layers } };
}

async function adaptedBase(base: ResolvedBase, input: ChangedBaseInput): Promise<ResolvedBase> {
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
  if (packages.manager === 'debian') return debianLayer(packages, base, input);
  const { cacheBuster } = input.built ?? {};
  return apkLayer(packages, {
    ...input,
    base: planned,
    image: base.image,
    ...(cacheBuster && { cacheBuster }),
  });
}

/** Packages of the base's own release, without those that the base has already. */
async function debianLayer(
  { release, names, drop }: Extract<AddedPackages, { manager: 'debian' }>,
  { image }: ResolvedBase,
  context: ChangedBaseInput,
): Promise<LayerBlob> {
  const { texts } = await readInventory(layerSource(image.layers), {
    texts: isDatabaseFile,
    blobDir: blobDir(),
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
