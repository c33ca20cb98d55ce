import { buildInput, inputContext, makeArtifacts } from './artifacts.ts';
import { keepInputs, planRecord, usedRecord } from './build-inputs.ts';
import { type Pipeline, withPipeline } from './dagger/index.ts';
import type { OpenEngine } from './engine/open.ts';
import { type ResolvedInputs, resolveInputs } from './inputs/resolve.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { toolchainLibraries } from './inputs/toolchain-libraries.ts';
import { judge } from './judge.ts';
import { imageOn, type OnBase } from './on-base.ts';
import { planDigest } from './plan/digest.ts';
import type { Base } from './plan/types.ts';
import { PLATFORMS_FOLDER } from './platforms/places.ts';
import { projectFiles } from './project-files.ts';
import { recordProject } from './project-record.ts';
import { renderJson } from './report/json.ts';
import type { RunReport } from './report/types.ts';
import { type BuildRequest, inRun, type Run, withRun } from './run.ts';
import { SCAN_OUTPUTS } from './run-scanner.ts';
import { projectConfigs } from './scan/project-config.ts';
import { type SourceScan, scanSources, unlessRefused } from './scan-sources.ts';
import { type Stated, writeStatements } from './statements.ts';

/**
 * The use case: inputs resolved, artifacts built in the engine, assembled on the base, inspected,
 * scanned, judged. All files are made in a workspace and appear in the output folder at the end.
 * @returns the report, whatever its verdict; a scan that proves nothing is an error among its
 *   diagnostics.
 * @throws HardenError when something could not be done.
 */
export function build(request: BuildRequest): Promise<RunReport> {
  return withRun(request, (engine, run) =>
    withPipeline(engine.session, (pipeline) => buildOn(engine, pipeline, run)),
  );
}

/** One image of several, in a session that they share. */
export function buildIn(
  engine: OpenEngine,
  pipeline: Pipeline,
  request: BuildRequest,
): Promise<RunReport> {
  return inRun(request, (run) =>
    engine.guard(untilAborted(request.signal, buildOn(engine, pipeline, run))),
  );
}

/** The engine goes on with what it does; nobody waits for it any more. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    // The signal is that of all images: what listened for one that has ended must not stay.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function buildOn(engine: OpenEngine, pipeline: Pipeline, run: Run): Promise<RunReport> {
  const { compiled, timings } = run;
  const context = await inputContext(engine, run);
  const helper = smokeHelper(context);
  const inputs = await timings.measure('inputs', 'resolving base, toolchain and scanners', () =>
    resolveInputs(compiled.plan, compiled.folder, { ...context, env: run.env }),
  );
  const built = buildInput(inputs, run);
  const files = recordProject(compiled.folder);
  const sources = scanSources({
    ...run,
    plan: compiled.plan,
    folder: compiled.folder,
    scanners: inputs.scanners,
    pipeline,
    helper,
    path: run.workspace.path,
    today: run.now().toISOString().slice(0, 10),
  });
  const artifacts = await unlessRefused(sources, makeArtifacts(pipeline, built, run, inputs.probe));
  const { image, base, inventory, copied, warnings } = await timings.measure(
    'assemble',
    'assembling the image',
    () =>
      imageOn({
        ...context,
        base: inputs.base,
        artifacts,
        built,
        libraries: toolchainLibraries(pipeline, built, run.workspace.path('libraries.tar')),
        pipeline,
        path: run.workspace.path,
        layoutDir: run.workspace.path('image'),
      }),
  );
  const judged = await judge({
    ...run,
    plan: compiled.plan,
    folder: compiled.folder,
    base,
    scanners: inputs.scanners,
    engine: { platform: context.builder, runs: context.runs },
    services: inputs.services,
    pipeline,
    image,
    path: run.workspace.path,
    inventory,
    ...endOfLifeOf(compiled.plan.base),
    helper,
    ...(built.cacheBuster && { cacheBuster: built.cacheBuster }),
    today: run.now().toISOString().slice(0, 10),
  });
  const report = await publish(run, inputs, {
    ...{ ...judged, left: engine.left },
    ...{ copied, warnings, sources: await sources, files: await files },
  });
  await keepInputs(run.workspace, {
    finished: run.now().toISOString(),
    plan: planRecord(compiled.plan),
    used: usedRecord(run.pins.used),
    files: await files,
  });
  await run.watch?.keep({ run, report, engine });
  return report;
}

/** The end of support of a base that the catalogue knows. */
export function endOfLifeOf(base: Base): { endOfLife?: string } {
  const endOfLife =
    base.kind === 'image' ? base.family?.endOfLife : base.kind === 'debian' && base.endOfLife;
  return endOfLife ? { endOfLife } : {};
}

/** Moves the image and its reports to the output folder. */
async function publish(
  run: Run,
  inputs: ResolvedInputs,
  judged: Stated &
    Pick<OnBase, 'warnings'> & {
      sources: SourceScan;
      left: OpenEngine['left'];
    },
): Promise<RunReport> {
  const { compiled, workspace, timings } = run;
  // Images of an earlier build for several platforms are not of this one.
  await workspace.withdraw(PLATFORMS_FOLDER);
  const layout = await workspace.publish('image');
  // Of a rebase before this build.
  await workspace.withdraw('comparison.json');
  const report: RunReport = {
    schemaVersion: 1,
    times: { started: run.started.toISOString(), finished: run.now().toISOString() },
    spec: compiled.file,
    plan: { digest: planDigest(compiled.plan) },
    toolchain: { ref: inputs.toolchain.ref, digest: inputs.toolchain.digest },
    ...judged.evidence,
    ...(judged.sources.sources && { sources: judged.sources.sources }),
    image: { ...judged.evidence.image, layout },
    libraries: judged.copied,
    timings: timings.measured,
    reports: {
      json: `${workspace.output}/report.json`,
      ...(await outputsOf(run)),
      ...(await writeStatements(run, judged)),
    },
    diagnostics: [
      ...judged.left,
      ...projectConfigs(projectFiles(compiled.folder)),
      ...inputs.scanners.flatMap(({ warnings }) => warnings),
      ...judged.warnings,
      ...judged.sources.diagnostics,
      ...judged.diagnostics,
    ],
  };
  await workspace.write('report.json', renderJson(report));
  return report;
}

/** What the scanners wrote, in the output folder. */
export async function outputsOf({ compiled, workspace }: Run): Promise<Record<string, string>> {
  const written = compiled.plan.scan.scanners.flatMap((name) => Object.entries(SCAN_OUTPUTS[name]));
  const published: Record<string, string> = {};
  for (const [name, file] of written) published[name] = await workspace.publish(file);
  return published;
}
