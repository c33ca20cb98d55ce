import { endOfLifeOf } from '../build.ts';
import type { BuildInput, Pipeline } from '../dagger/index.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import type { BuiltLayer } from '../image.ts';
import { resolveBase } from '../inputs/base.ts';
import type { InputContext } from '../inputs/context.ts';
import type { ResolvedScanner } from '../inputs/scanner.ts';
import { toolchainLibraries } from '../inputs/toolchain-libraries.ts';
import { judge } from '../judge.ts';
import { imageOn } from '../on-base.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { RunReport } from '../report/types.ts';
import type { Run } from '../run.ts';
import type { RunningService } from '../smoke/services.ts';
import { startTimings } from '../timings.ts';
import type { Entrant } from './entrants.ts';
import { type Candidate, countFindings } from './types.ts';

export interface TryInput {
  run: Run;
  context: InputContext;
  /** The root that runs scanners and smoke tests. */
  helper: () => Promise<string>;
  pipeline: Pipeline;
  built: BuildInput;
  artifacts: BuiltLayer[];
  scanners: readonly ResolvedScanner[];
  services: readonly RunningService[];
  today: string;
}

export interface Tried {
  candidate: Candidate;
}

/** Puts the artifacts on one base, runs, scans and judges the result. Failures become reasons. */
export async function tryBase(entrant: Entrant, input: TryInput): Promise<Tried> {
  if ('refused' in entrant) return { candidate: entrant.refused };
  const { plan } = entrant;
  const known = {
    base: entrant.base,
    ...(plan.base.kind === 'image' && { ref: plan.base.ref }),
  };
  try {
    return { candidate: { ...known, ...(await tried(plan, entrant.name, input)) } };
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    const status = thrown.diagnostics.some(({ code }) => isAway(code)) ? 'skipped' : 'refused';
    const reason = thrown.diagnostics.map(({ message }) => message).join('; ');
    return { candidate: { ...known, status, reason } };
  }
}

/** A registry or a mirror that does not give it says nothing about the base. */
function isAway(code: string): boolean {
  return (
    code.startsWith('registry/') || /^(?:debian\/mirror|apk\/repository)-unreachable$/.test(code)
  );
}

type Outcome = Omit<Candidate, 'base' | 'ref'>;

async function tried(plan: BuildPlan, name: string, input: TryInput): Promise<Outcome> {
  const { run, context, helper, pipeline, artifacts, scanners, services, today } = input;
  const built = { ...input.built, plan };
  const slug = name.replaceAll(' ', '-');
  const path = (file: string) => run.workspace.path(`${slug}-${file}`);
  const resolved = await resolveBase(plan.base, context);
  const { image, base, inventory, warnings } = await imageOn({
    ...context,
    base: resolved,
    artifacts,
    built,
    libraries: toolchainLibraries(pipeline, built, path('libraries.tar')),
    pipeline,
    path,
    layoutDir: path('image'),
  });
  const lacks = warnings.filter(({ code }) => code === 'abi/missing-file');
  const digest = image.base.digest;
  const size = image.size;
  if (lacks.length > 0) {
    const reason = lacks.map(({ message }) => message).join('; ');
    return { digest, size, status: 'refused', reason };
  }
  const { evidence } = await judge({
    plan,
    folder: built.folder,
    image,
    base,
    scanners,
    services,
    engine: { platform: context.builder, runs: context.runs },
    pipeline,
    path,
    timings: startTimings(
      () => {},
      () => performance.now(),
    ),
    scanCache: slug,
    apart: true,
    inventory,
    ...endOfLifeOf(plan.base),
    helper,
    today,
  });
  return { digest, size, ...outcomeOf(evidence) };
}

function outcomeOf({
  findings,
  coverage,
  smoke,
  verdict,
}: Pick<RunReport, 'findings' | 'coverage' | 'smoke' | 'verdict'>): Omit<
  Outcome,
  'digest' | 'size'
> {
  const { pass, violations, warnings } = verdict;
  const facts = {
    packages: coverage.packages.seen,
    findings: countFindings(findings),
    smoke,
    verdict: { pass, violations, warnings },
  };
  const failed = smoke.find((one) => !one.pass);
  if (failed) {
    const why = failed.diagnosis ? `: ${failed.diagnosis}` : '';
    return { ...facts, status: 'refused', reason: `${failed.name}: ${failed.evidence}${why}` };
  }
  if (coverage.gaps.length > 0) {
    return { ...facts, status: 'refused', reason: `not proven: ${coverage.gaps.join('; ')}` };
  }
  return { ...facts, status: 'ranked', reason: '' };
}
