import { buildInput, inputContext } from './artifacts.ts';
import { dependencyLayer, tryOffline } from './bundle/dependencies.ts';
import { type BundleRecord, TYPES } from './bundle/format.ts';
import { fileItem, layerItem, packagesItem, pulledItem } from './bundle/gather.ts';
import { artifactItem, type Item } from './bundle/item.ts';
import { type WrittenBundle, writeBundle } from './bundle/write.ts';
import { withPipeline } from './dagger/index.ts';
import type { DebianRoot } from './debian/types.ts';
import { changedBase } from './inputs/changed-base.ts';
import type { InputContext } from './inputs/context.ts';
import { resolveInputs } from './inputs/resolve.ts';
import { helperRoot } from './inputs/smoke.ts';
import { readLock } from './lock/file.ts';
import { formatLock } from './lock/format.ts';
import { lockedPreset } from './lock/locked-preset.ts';
import type { Pins } from './lock/pins.ts';
import { canonicalJson } from './oci/spec.ts';
import type { LayerBlob } from './oci/types.ts';
import { hostPlatform } from './platform.ts';
import { type BuildRequest, type Run, withRun } from './run.ts';
import { SCANNERS } from './scan/scanners.ts';

export interface BundleRequest
  extends Pick<
    BuildRequest,
    'compiled' | 'engine' | 'frozen' | 'env' | 'now' | 'progress' | 'signal'
  > {
  /** A `.tar`, or a folder. */
  output: string;
}

export interface BundleReport extends WrittenBundle {
  path: string;
  databases: Pins['used']['databases'];
}

/**
 * Writes all that a build of the spec needs, as one OCI layout: everything is resolved as a build does it,
 * the steps for dependencies run once and what they leave is kept, and the steps after them are
 * tried without a network, so that what is written is known to be enough.
 * @throws HardenError when something could not be done; nothing is written then.
 */
export function bundle({ output, ...request }: BundleRequest): Promise<BundleReport> {
  return withRun(request, async (engine, run) => {
    const { compiled, timings, workspace, signal } = run;
    const { plan, folder } = compiled;
    const apkLayers = new Map<string, LayerBlob>();
    const context = { ...(await inputContext(engine, run)), apkLayers };
    const inputs = await timings.measure('inputs', 'resolving base, toolchain and scanners', () =>
      resolveInputs(plan, folder, { ...context, env: run.env }),
    );
    const helper = await helperRoot(context);
    const built = buildInput(inputs, run);
    return withPipeline(engine.session, async (pipeline) => {
      const archive = workspace.path('apk.tar');
      const base = { ...context, plan, folder, network: inputs.network, pipeline, archive, built };
      await changedBase(inputs.base, base);
      const dependencies = await dependencyLayer(pipeline, built, run);
      const items = await timings.measure('bundle', 'fetching what the build needs', () =>
        itemsOf(context, { helper, dependencies, apkLayers }, run),
      );
      await timings.measure('build', 'trying the other steps without a network', () =>
        tryOffline(pipeline, built, dependencies, workspace.folder),
      );
      const written = await timings.measure('write', 'writing the bundle', () =>
        writeBundle(items, output, signal),
      );
      const databases = run.pins.used.databases.toSorted((a, b) => (a.ref < b.ref ? -1 : 1));
      return { ...written, path: output, databases };
    });
  });
}

interface Made {
  helper: DebianRoot;
  dependencies: { key: string; layer: LayerBlob } | undefined;
  apkLayers: Map<string, LayerBlob>;
}

async function itemsOf(context: InputContext, made: Made, run: Run): Promise<Item[]> {
  const { images, databases, debian } = context.pins.used;
  const { name } = run.compiled.plan;
  const { helper, dependencies, apkLayers } = made;
  const items = [await ownItem(recordOf(made, run), run)];
  for (const image of images) items.push(await pulledItem(image.use, image, context));
  for (const database of databases) {
    const isFile = database.ref === SCANNERS.grype.database;
    items.push(await (isFile ? fileItem(database) : pulledItem('database', database, context)));
  }
  for (const { use, release, packages } of debian) {
    items.push(await packagesItem(`${use} of debian:${release}`, packages, context));
  }
  items.push(await packagesItem('harden-smoke', helper.packages, context));
  if (dependencies) items.push(layerItem('dependencies', name, dependencies.layer));
  for (const layer of apkLayers.values()) items.push(layerItem('apk', name, layer));
  return items;
}

function recordOf({ helper, dependencies, apkLayers }: Made, { compiled }: Run): BundleRecord {
  const { name, platform } = compiled.plan;
  return {
    ...{ version: 1, name, platform, host: hostPlatform() },
    helper: { version: helper.release.version, packages: helper.packages },
    ...(dependencies && { dependencies: withoutFile(dependencies) }),
    apk: [...apkLayers].map(([key, layer]) => withoutFile({ key, layer })),
  };
}

/** The bundle's word about itself, and its lock. */
async function ownItem(record: BundleRecord, { compiled, pins }: Run): Promise<Item> {
  const { plan, preset, folder } = compiled;
  const read = await readLock(folder);
  const base = read.ok ? read.value?.base : undefined;
  const lock = formatLock({
    ...{ platform: plan.platform, preset: lockedPreset(preset), ...(base && { base }) },
    ...{ ...pins.used, images: withSteadyDates(pins) },
  });
  return artifactItem({
    ...{ kind: 'bundle', name: plan.name, artifactType: TYPES.bundle, layers: [] },
    documents: [
      { mediaType: TYPES.record, bytes: canonicalJson(record) },
      { mediaType: TYPES.lock, bytes: Buffer.from(lock) },
    ],
  });
}

/** The day on which a name was looked up would make each day another bundle of the same images. */
function withSteadyDates({ used, looked }: Pins): Pins['used']['images'] {
  const days = used.databases.map(({ updatedAt }) => new Date(updatedAt).toISOString());
  const day = days.sort().at(-1)?.slice(0, 10) ?? '1970-01-01';
  return used.images.map((one) => (looked.includes(one.ref) ? { ...one, locked: day } : one));
}

function withoutFile({ key, layer }: { key: string; layer: LayerBlob }) {
  const { digest, diffId, size, uncompressed } = layer;
  return { key, layer: { digest, diffId, size, uncompressed } };
}
