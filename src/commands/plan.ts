import { platformsOf } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { type PlannedTarget, plannedOf } from '../many/compile-targets.ts';
import { CI, type Ci, MOST_JOBS, matrixOf } from '../many/matrix.ts';
import { renderPlan } from '../plan/render.ts';
import { renderPlans } from '../plan/render-many.ts';
import type { BuildPlan } from '../plan/types.ts';
import { narrowed, narrows } from './narrowed.ts';
import { selected } from './selected.ts';
import { showCompiled } from './show-compiled.ts';
import type { CommandRun, Options } from './terminal.ts';
import { compileFor } from './with-platform.ts';

/** `harden plan [paths]`: the plan of each platform, for people or as JSON; of several images a list. */
export const runPlan: CommandRun = async (paths, options, terminal) => {
  const found = await compileFor(await selected(paths, options), options);
  const targets = await narrowed(found, options, terminal);
  const code = showCompiled(targets, terminal);
  if (code !== EXIT.passed) return code;
  const planned = plannedOf(targets);
  const [only] = planned;
  const ci = ciOf(options, planned.length);
  if (ci) terminal.out(`${matrixOf(planned, ci)}\n`);
  else if (only && planned.length === 1 && !narrows(options)) {
    const plans = platformsOf(only.compiled).map(({ plan }) => plan);
    if (options['json']) terminal.out(json(plans.length === 1 ? plans[0] : plans));
    else terminal.out(plans.map(renderPlan).join('\n'));
  } else if (options['json']) terminal.out(json(documentOf(planned)));
  else terminal.out(renderPlans(planned.flatMap(plansOf)));
  return EXIT.passed;
};

/** A plan for each platform, which is named where there are several. */
function plansOf({ label, compiled }: PlannedTarget): { label: string; plan: BuildPlan }[] {
  const all = platformsOf(compiled).map(({ plan }) => plan);
  const named = ({ platform }: BuildPlan) => (all.length > 1 ? `${label} ${platform}` : label);
  return all.map((plan) => ({ label: named(plan), plan }));
}

/** The CI of `--matrix`, GitHub where none is named. */
function ciOf({ matrix }: Options, jobs: number): Ci | undefined {
  if (matrix === undefined) return undefined;
  const named = matrix === true || matrix === 'true' ? 'github' : String(matrix);
  const ci = CI.find((one) => one === named);
  if (!ci) {
    const message = `--matrix is ${JSON.stringify(named)}, expected ${CI.join(' or ')}`;
    const hint = 'write --matrix github or --matrix gitlab, after the paths';
    throw new HardenError(error('cli/bad-option', message, { hint }));
  }
  if (jobs <= MOST_JOBS[ci]) return ci;
  const message = `${jobs} images are more jobs than a matrix of ${ci} has: ${MOST_JOBS[ci]}`;
  const hint = 'make some jobs that build a part each: harden build --shard 1/8';
  throw new HardenError(error('cli/bad-option', message, { hint }));
}

function documentOf(planned: readonly PlannedTarget[]) {
  return {
    schemaVersion: 1,
    images: planned.flatMap(({ label, path, image, compiled }) =>
      platformsOf(compiled).map(({ plan }) => ({
        label,
        path,
        ...(image !== undefined && { image }),
        plan,
      })),
    ),
  };
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
