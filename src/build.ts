import { randomUUID } from 'node:crypto';
import { blobDir } from './cache.ts';
import type { Compiled } from './compile.ts';
import { type Pipeline, withPipeline } from './dagger/index.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { assembleFromArchive } from './image.ts';
import { type ResolvedInputs, resolveInputs } from './inputs/resolve.ts';
import { type Judged, judge } from './judge.ts';
import { openWorkspace, type Workspace } from './output.ts';
import { planDigest } from './plan/digest.ts';
import type { Progress } from './progress.ts';
import { createRegistryClient } from './registry/client.ts';
import { renderJson } from './report/json.ts';
import type { RunReport } from './report/types.ts';
import { startTimings, type Timings } from './timings.ts';

export interface BuildRequest {
  compiled: Compiled;
  /** Address of an engine; found by itself when absent. */
  engine?: string;
  /** Run every step again, with empty cache volumes. */
  noCache?: boolean;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/** Everything one run works with. */
interface Run extends BuildRequest {
  workspace: Workspace;
  timings: Timings;
}

/**
 * The use case: inputs resolved, artifacts built in the engine, assembled on the base, inspected,
 * scanned, judged. All files are made in a workspace and appear in the output folder at the end.
 * @returns the report, whatever its verdict; a scan that proves nothing is an error among its
 *   diagnostics.
 * @throws HardenError when something could not be done.
 */
export async function build(request: BuildRequest): Promise<RunReport> {
  const workspace = await openWorkspace(request.compiled.folder);
  const timings = startTimings(request.progress, () => performance.now());
  try {
    const run: Run = { ...request, workspace, timings };
    return await withEngine(request, (engine) => engine.guard(buildOn(engine, run)));
  } finally {
    await workspace.dispose();
  }
}

async function buildOn(engine: OpenEngine, run: Run): Promise<RunReport> {
  const { compiled, timings } = run;
  const inputs = await timings.measure('inputs', 'resolving base, toolchain and scanner', () =>
    resolveInputs(compiled.plan, compiled.folder, {
      ...run,
      platform: compiled.plan.platform,
      registry: createRegistryClient({
        mirrors: engine.mirrors,
        blobDir: blobDir(),
        signal: run.signal,
      }),
      ...(compiled.debianMirror && { debianMirror: compiled.debianMirror }),
      now: run.now(),
    }),
  );
  return withPipeline(engine.session, async (pipeline) => {
    const image = await makeImage(pipeline, inputs, run);
    const judged = await judge({
      ...run,
      plan: compiled.plan,
      folder: compiled.folder,
      base: inputs.base,
      scanner: inputs.scanner,
      pipeline,
      image,
      today: run.now().toISOString().slice(0, 10),
    });
    return publish(run, inputs, judged);
  });
}

async function makeImage(pipeline: Pipeline, inputs: ResolvedInputs, run: Run) {
  const { compiled, workspace, timings, signal } = run;
  const archive = workspace.path('artifacts.tar');
  const cacheBuster = run.noCache ? randomUUID() : undefined;
  const kinds = await timings.measure('build', 'building in the toolchain', () =>
    pipeline.build({
      plan: compiled.plan,
      toolchain: inputs.toolchain,
      folder: compiled.folder,
      network: inputs.network,
      cacheScope: cacheBuster ?? inputs.toolchain.digest.slice(-16),
      archive,
      ...(cacheBuster && { cacheBuster }),
    }),
  );
  return timings.measure('assemble', 'assembling the image', () =>
    assembleFromArchive({
      plan: compiled.plan,
      base: inputs.base.image,
      archive,
      kinds,
      layoutDir: workspace.path('image'),
      signal,
    }),
  );
}

/** Moves the image and its reports to the output folder. */
async function publish(run: Run, inputs: ResolvedInputs, judged: Judged): Promise<RunReport> {
  const { compiled, workspace, timings } = run;
  const layout = await workspace.publish('image');
  const report: RunReport = {
    schemaVersion: 1,
    spec: compiled.file,
    plan: { digest: planDigest(compiled.plan) },
    toolchain: { ref: inputs.toolchain.ref, digest: inputs.toolchain.digest },
    ...judged.evidence,
    image: { ...judged.evidence.image, layout },
    timings: timings.measured,
    reports: {
      json: `${workspace.output}/report.json`,
      trivy: await workspace.publish('trivy.json'),
    },
    diagnostics: [...inputs.scanner.warnings, ...judged.diagnostics],
  };
  await workspace.write('report.json', renderJson(report));
  return report;
}
