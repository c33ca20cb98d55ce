import { join, resolve } from 'node:path';
import { builderOf } from './artifacts.ts';
import { blobDir } from './cache.ts';
import { withPipeline } from './dagger/index.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { findImage, refuseAbsent } from './find-image.ts';
import { resolveScanners } from './inputs/scanner.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { isEvidence } from './inspect/evidence.ts';
import { readInventory } from './inspect/inventory.ts';
import type { Inventory } from './inspect/types.ts';
import { judge } from './judge.ts';
import { createPins } from './lock/pins.ts';
import type { Layout } from './oci/layout.ts';
import { openWorkspace, type Workspace } from './output.ts';
import { packageVersion } from './package-root.ts';
import { DEFAULT_SCANNERS } from './plan/scanners.ts';
import type { BuildPlan, Platform } from './plan/types.ts';
import type { Baseline } from './policy/delta.ts';
import type { Progress } from './progress.ts';
import { projectFiles } from './project-files.ts';
import { writeWhole } from './records.ts';
import { createRegistryClient } from './registry/client.ts';
import type { Image, RunReport } from './report/types.ts';
import { isJar } from './scan/java-archive.ts';
import { projectConfigs } from './scan/project-config.ts';
import type { SeenPackage } from './scan/types.ts';
import { type DocumentsInput, documentsOf } from './statements/documents.ts';
import { startTimings } from './timings.ts';

export interface ScanRequest {
  /** A layout folder, an archive, or the reference of an image in a registry. */
  image: string;
  cwd: string;
  platform: Platform;
  policy: BuildPlan['policy'];
  /** Hours. */
  maxDatabaseAge: number;
  /** An earlier report, whose findings do not count again. */
  baseline?: Baseline;
  /** A folder for statements about the image. */
  statements?: string;
  /** Files whose text is kept; evidence must be among them. */
  texts?: (path: string) => boolean;
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
    return (await scanIn(workspace, request)).report;
  } finally {
    await workspace.dispose();
  }
}

/** A scan with what it was of; the layout may lie in the workspace. */
export interface Scanned {
  report: RunReport;
  image: Image;
  layout: Layout;
  inventory: Inventory;
  /** All packages that any scanner saw. */
  seen: SeenPackage[];
}

/** The same, for who has more to ask of the image. */
export async function scanIn(workspace: Workspace, request: ScanRequest): Promise<Scanned> {
  await refuseAbsent(request.image, request.cwd);
  return withEngine({ ...request, key: request.image }, (engine) =>
    engine.guard(scanOn(engine, request, workspace)),
  );
}

async function scanOn(
  engine: OpenEngine,
  request: ScanRequest,
  workspace: Workspace,
): Promise<Scanned> {
  const started = request.now().toISOString();
  const timings = startTimings(request.progress, () => performance.now());
  const builder = await builderOf(engine);
  const helper = smokeHelper({ ...request, builder });
  const { mirrors } = engine;
  const registry = createRegistryClient({ mirrors, blobDir: blobDir(), signal: request.signal });
  const { image, layout } = await timings.measure('image', 'fetching the image', () =>
    findImage(request, registry, workspace),
  );
  const { texts = isEvidence } = request;
  const inventory = await readInventory(layout, { texts, blobDir: blobDir() });
  const scanners = await timings.measure('inputs', 'fetching the scanners', () =>
    resolveScanners(
      { scanners: [...DEFAULT_SCANNERS], maxDatabaseAge: request.maxDatabaseAge },
      { ...request, builder, registry, pins: createPins(), now: request.now() },
      { jars: inventory.files.some(({ path }) => isJar(path)) },
    ),
  );
  const { evidence, contents, diagnostics } = await withPipeline(engine.session, (pipeline) =>
    judge({
      // What is in no package and is no binary was put there by who made the image.
      plan: {
        artifacts: [{ from: image.name, to: '/' }],
        expect: [],
        policy: request.policy,
        smoke: [],
        writable: [],
      },
      helper,
      folder: request.cwd,
      image,
      base: { packages: [] },
      scanners,
      inventory,
      pipeline,
      path: workspace.path,
      timings,
      ...(request.baseline && { baseline: request.baseline }),
      today: request.now().toISOString().slice(0, 10),
    }),
  );
  const report: RunReport = {
    schemaVersion: 1,
    times: { started, finished: request.now().toISOString() },
    ...evidence,
    timings: timings.measured,
    reports: request.statements
      ? await writeStatements(resolve(request.cwd, request.statements), {
          ...{ evidence, contents, copied: [], policy: request.policy },
          ...{ now: request.now().toISOString(), harden: packageVersion() },
        })
      : {},
    diagnostics: [
      ...engine.left,
      ...projectConfigs(projectFiles(request.cwd)),
      ...scanners.flatMap(({ warnings }) => warnings),
      ...diagnostics,
    ],
  };
  return { report, image, layout, inventory, seen: contents.seen };
}

/** All but what only a build knows: how it was made, and what it did when it ran. */
async function writeStatements(
  folder: string,
  input: DocumentsInput,
): Promise<Record<string, string>> {
  const written: Record<string, string> = {};
  for (const { name, file, text } of documentsOf(input)) {
    if (name === 'smoke') continue;
    written[name] = join(folder, file);
    await writeWhole(join(folder, file), text);
  }
  return written;
}
