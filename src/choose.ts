import { buildInput, inputContext, makeArtifacts } from './artifacts.ts';
import { allFamilies } from './base/find.ts';
import { contenders } from './choose/contenders.ts';
import { type Entrant, enter } from './choose/entrants.ts';
import { rank } from './choose/rank.ts';
import { type Tried, tryBase } from './choose/try-base.ts';
import type { Candidate, ChooseReport } from './choose/types.ts';
import type { Compiled } from './compile.ts';
import { withPipeline } from './dagger/index.ts';
import { inParallel } from './debian/parallel.ts';
import type { OpenEngine } from './engine/open.ts';
import { buildNetwork } from './inputs/network.ts';
import { resolveBuilder, resolveProbe } from './inputs/resolve.ts';
import { resolveScanners } from './inputs/scanner.ts';
import { resolveServices } from './inputs/services.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { shipsJars } from './plan/jars.ts';
import { type BuildRequest, type Run, withRun } from './run.ts';

export interface ChooseRequest
  extends Omit<BuildRequest, 'noCache' | 'frozen' | 'baseline' | 'signer'> {
  /** Families, or `family:release`; all when empty. */
  only: readonly string[];
}

/** Bases tried at the same time: most of each is waiting for the engine. */
const PARALLEL = 8;

/**
 * The base tournament: the artifacts are built once and put on every base of the catalogue. Each is
 * held against the same checks, smoke tests and database; the policy ranks them.
 */
export async function choose(request: ChooseRequest): Promise<ChooseReport> {
  const { compiled } = request;
  const today = request.now().toISOString().slice(0, 10);
  const entrants = await Promise.all(
    contenders(await allFamilies(), request.only, compiled.base).map((one) =>
      enter(one, compiled, today),
    ),
  );
  const refused = entrants.flatMap((one) => ('refused' in one ? [one.refused] : []));
  // Without a base to try there is nothing to build.
  if (refused.length === entrants.length) return reportOf(compiled, refused);
  return withRun(request, (engine, run) => chooseOn(engine, run, entrants, today));
}

async function chooseOn(
  engine: OpenEngine,
  run: Run,
  entrants: readonly Entrant[],
  today: string,
): Promise<ChooseReport> {
  const { compiled, timings } = run;
  const { plan, folder } = compiled;
  const context = await inputContext(engine, run);
  const helper = smokeHelper(context);
  const [toolchain, scanners, probe, services] = await timings.measure(
    'inputs',
    'resolving toolchain and scanners',
    () =>
      Promise.all([
        resolveBuilder(plan, context),
        resolveScanners(plan.scan, context, { jars: shipsJars(plan) }),
        resolveProbe(plan, context),
        resolveServices(plan.services, context),
      ]),
  );
  const candidates = await withPipeline(engine.session, async (pipeline) => {
    const network = buildNetwork(plan.network, folder, run.env);
    const built = buildInput({ toolchain, network }, run);
    const artifacts = await makeArtifacts(pipeline, built, run, probe);
    return timings.measure('bases', `trying ${entrants.length} bases`, () =>
      inParallel(
        entrants,
        PARALLEL,
        (entrant: Entrant) =>
          tryBase(entrant, {
            run,
            context,
            helper,
            pipeline,
            built,
            artifacts,
            scanners,
            services,
            today,
          }),
        run.signal,
      ),
    );
  });
  const report = {
    ...reportOf(
      compiled,
      candidates.map(({ candidate }: Tried) => candidate),
    ),
    ...(scanners[0] && { database: scanners[0].database }),
    timings: timings.measured,
  };
  await run.workspace.write('choose.json', `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

function reportOf({ file, plan }: Compiled, candidates: Candidate[]): ChooseReport {
  const ranked = rank(candidates);
  const [first] = ranked;
  return {
    schemaVersion: 1,
    spec: file,
    platform: plan.platform,
    candidates: ranked,
    ...(first?.status === 'ranked' && first.verdict?.pass && { winner: first.base }),
    timings: {},
  };
}
