import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { blobDir } from './cache.ts';
import { withPipeline } from './dagger/index.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { resolveScanners } from './inputs/scanner.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { isEvidence } from './inspect/evidence.ts';
import { readInventory } from './inspect/inventory.ts';
import { judge } from './judge.ts';
import { createPins } from './lock/pins.ts';
import { kindOf } from './oci/layer-source.ts';
import { type Layout, readLayout } from './oci/layout.ts';
import { plainOf } from './oci/plain-layer.ts';
import { openWorkspace, type Workspace } from './output.ts';
import { DEFAULT_SCANNERS } from './plan/scanners.ts';
import type { BuildPlan, Platform } from './plan/types.ts';
import type { Progress } from './progress.ts';
import { projectFiles } from './project-files.ts';
import { createRegistryClient, type RegistryClient } from './registry/client.ts';
import { pullImage } from './registry/pull-image.ts';
import type { Image, RunReport } from './report/types.ts';
import { isJar } from './scan/java-archive.ts';
import { projectConfigs } from './scan/project-config.ts';
import { startTimings } from './timings.ts';

export interface ScanRequest {
  /** A layout folder, or the reference of an image in a registry. */
  image: string;
  cwd: string;
  platform: Platform;
  policy: BuildPlan['policy'];
  /** Hours. */
  maxDatabaseAge: number;
  engine?: string;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * Inspects, scans and judges an image that harden did not build. Nothing is known of what was put
 * into it, so the proof is that this image was scanned and its operating system recognised.
 */
export async function scanImage(request: ScanRequest): Promise<RunReport> {
  const workspace = await openWorkspace(request.cwd);
  try {
    return await withEngine(request, (engine) => engine.guard(scanOn(engine, request, workspace)));
  } finally {
    await workspace.dispose();
  }
}

async function scanOn(
  engine: OpenEngine,
  request: ScanRequest,
  workspace: Workspace,
): Promise<RunReport> {
  const timings = startTimings(request.progress, () => performance.now());
  const { mirrors } = engine;
  const registry = createRegistryClient({ mirrors, blobDir: blobDir(), signal: request.signal });
  const { image, layout } = await timings.measure('image', 'fetching the image', () =>
    findImage(request, registry, workspace),
  );
  const inventory = await readInventory(layout, { texts: isEvidence, blobDir: blobDir() });
  const scanners = await timings.measure('inputs', 'fetching the scanners', () =>
    resolveScanners(
      { scanners: [...DEFAULT_SCANNERS], maxDatabaseAge: request.maxDatabaseAge },
      { ...request, registry, pins: createPins(), now: request.now() },
      { jars: inventory.files.some(({ path }) => isJar(path)) },
    ),
  );
  const { evidence, diagnostics } = await withPipeline(engine.session, (pipeline) =>
    judge({
      // What is in no package and is no binary was put there by who made the image.
      plan: {
        artifacts: [{ from: image.name, to: '/' }],
        expect: [],
        policy: request.policy,
        smoke: [],
        writable: [],
      },
      smokeHelper: smokeHelper(request),
      folder: request.cwd,
      image,
      base: { packages: [] },
      scanners,
      inventory,
      pipeline,
      path: workspace.path,
      timings,
      today: request.now().toISOString().slice(0, 10),
    }),
  );
  return {
    schemaVersion: 1,
    ...evidence,
    timings: timings.measured,
    reports: {},
    diagnostics: [
      ...projectConfigs(projectFiles(request.cwd)),
      ...scanners.flatMap(({ warnings }) => warnings),
      ...diagnostics,
    ],
  };
}

async function findImage(
  { image, cwd, platform }: ScanRequest,
  registry: RegistryClient,
  workspace: Workspace,
): Promise<{ image: Image; layout: Layout }> {
  const folder = resolve(cwd, image);
  const isLayout = await stat(join(folder, 'index.json')).catch(() => undefined);
  if (isLayout) return read(folder, image, platform);
  const layoutDir = workspace.path('pulled');
  const { ref } = await pullImage(registry, image, platform, blobDir(), layoutDir);
  return read(layoutDir, ref, platform);
}

async function read(dir: string, name: string, platform: Platform) {
  const layout = await readLayout(dir);
  return { image: await describe(layout, name, platform), layout };
}

/** What a layout says of its image and, where harden built it, of the base. */
async function describe(layout: Layout, name: string, platform: Platform): Promise<Image> {
  const layers: Image['layers'] = [];
  for (const { descriptor, diffId } of layout.layers) {
    const { digest, size } = descriptor;
    const { uncompressed } = await plainOf(digest, layout.blobPath(digest), blobDir());
    layers.push({ digest, diffId, size, uncompressed, kind: kindOf(descriptor) });
  }
  const annotation = (key: string) =>
    layout.manifest.annotations?.[`org.opencontainers.image.base.${key}`] ?? '';
  return {
    name,
    digest: layout.manifestDigest,
    configDigest: layout.configDigest,
    layout: layout.dir,
    size: {
      compressed: total(layers.map(({ size }) => size)),
      uncompressed: total(layers.map(({ uncompressed }) => uncompressed)),
    },
    layers,
    platform,
    base: { kind: 'unknown', ref: annotation('name'), digest: annotation('digest') },
  };
}

function total(sizes: number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
