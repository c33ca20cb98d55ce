import { buildInput, inputContext, makeArtifacts, type Run } from './artifacts.ts';
import type { Compiled } from './compile.ts';
import { withPipeline } from './dagger/index.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { type ResolvedInputs, resolveInputs } from './inputs/resolve.ts';
import { readSecrets } from './inputs/secrets.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { sshAccess } from './inputs/ssh.ts';
import { type Judged, judge } from './judge.ts';
import { pinsFor } from './lock/pins-for.ts';
import { imageOn, type OnBase } from './on-base.ts';
import { openWorkspace } from './output.ts';
import { planDigest } from './plan/digest.ts';
import type { Base } from './plan/types.ts';
import type { Baseline } from './policy/delta.ts';
import type { Progress } from './progress.ts';
import { renderJson } from './report/json.ts';
import type { RunReport } from './report/types.ts';
import { SCAN_OUTPUTS } from './scan-layout.ts';
import { writeStatements } from './statements.ts';
import { startTimings } from './timings.ts';

export interface BuildRequest {
  compiled: Compiled;
  /** Address of an engine; found by itself when absent. */
  engine?: string;
  /** Run every step again, with empty cache volumes. */
  noCache?: boolean;
  /** Use what hardening.lock has and nothing else. */
  frozen?: boolean;
  /** An earlier report, whose findings do not count again. */
  baseline?: Baseline;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * The use case: inputs resolved, artifacts built in the engine, assembled on the base, inspected,
 * scanned, judged. All files are made in a workspace and appear in the output folder at the end.
 * @returns the report, whatever its verdict; a scan that proves nothing is an error among its
 *   diagnostics.
 * @throws HardenError when something could not be done.
 */
export async function build(request: BuildRequest): Promise<RunReport> {
  const { compiled, env } = request;
  const pins = await pinsFor(compiled, request.frozen);
  const secrets = await readSecrets(compiled.plan, compiled.folder, env);
  const ssh = await sshAccess(compiled.plan, compiled.folder, env);
  const workspace = await openWorkspace(compiled.folder);
  const timings = startTimings(request.progress, () => performance.now());
  try {
    const started = request.now();
    const run: Run = {
      ...request,
      started,
      pins,
      secrets,
      workspace,
      timings,
      ...(ssh && { ssh }),
    };
    return await withEngine(request, (engine) => engine.guard(buildOn(engine, run)));
  } finally {
    await workspace.dispose();
  }
}

async function buildOn(engine: OpenEngine, run: Run): Promise<RunReport> {
  const { compiled, timings } = run;
  const context = inputContext(engine, run);
  const inputs = await timings.measure('inputs', 'resolving base, toolchain and scanners', () =>
    resolveInputs(compiled.plan, compiled.folder, { ...context, env: run.env }),
  );
  return withPipeline(engine.session, async (pipeline) => {
    const built = buildInput(inputs, run);
    const artifacts = await makeArtifacts(pipeline, built, run, inputs.probe);
    const { image, base, inventory, copied, warnings } = await timings.measure(
      'assemble',
      'assembling the image',
      () =>
        imageOn({
          ...context,
          base: inputs.base,
          artifacts,
          built,
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
      pipeline,
      image,
      path: run.workspace.path,
      inventory,
      ...endOfLifeOf(compiled.plan.base),
      smokeHelper: () => smokeHelper(context),
      ...(built.cacheBuster && { cacheBuster: built.cacheBuster }),
      today: run.now().toISOString().slice(0, 10),
    });
    return publish(run, inputs, { ...judged, copied, warnings });
  });
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
  judged: Judged & Pick<OnBase, 'copied' | 'warnings'>,
): Promise<RunReport> {
  const { compiled, workspace, timings } = run;
  const layout = await workspace.publish('image');
  const report: RunReport = {
    schemaVersion: 1,
    spec: compiled.file,
    plan: { digest: planDigest(compiled.plan) },
    toolchain: { ref: inputs.toolchain.ref, digest: inputs.toolchain.digest },
    ...judged.evidence,
    image: { ...judged.evidence.image, layout },
    libraries: judged.copied,
    timings: timings.measured,
    reports: {
      json: `${workspace.output}/report.json`,
      ...(await outputsOf(run)),
      ...(await writeStatements(run, judged)),
    },
    diagnostics: [
      ...inputs.scanners.flatMap(({ warnings }) => warnings),
      ...judged.warnings,
      ...judged.diagnostics,
    ],
  };
  await workspace.write('report.json', renderJson(report));
  return report;
}

/** What the scanners wrote, in the output folder. */
async function outputsOf({ compiled, workspace }: Run): Promise<Record<string, string>> {
  const written = compiled.plan.scan.scanners.flatMap((name) => Object.entries(SCAN_OUTPUTS[name]));
  const published: Record<string, string> = {};
  for (const [name, file] of written) published[name] = await workspace.publish(file);
  return published;
}
