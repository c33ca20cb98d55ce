import { createHash } from 'node:crypto';
import { buildIn } from '../build.ts';
import { type Pipeline, withPipeline } from '../dagger/index.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { type OpenEngine, withEngines } from '../engine/open.ts';
import { enginePool, lossOf } from '../engine/pool.ts';
import { createOnce, type Once } from '../inputs/once.ts';
import { leftBehind } from '../left-behind.ts';
import type { ImageRun } from '../report/many/types.ts';
import type { RunReport } from '../report/types.ts';
import { watchBuild } from '../unchanged/watch.ts';
import { withDecidedBase } from '../with-decided-base.ts';
import type { ManyRequest } from './build-many.ts';
import type { CompiledTarget } from './compile-targets.ts';
import { failedRun, judgedRun, skippedRun } from './image-run.ts';
import { runAll } from './schedule.ts';

/** Where images are built: one session of an engine, and what it was asked for already. */
interface Place {
  once: Once;
  engine: OpenEngine;
  pipeline: Pipeline;
}

/** The volumes that a scanner's caches are kept in; images that share one wait for each other. */
const SCAN_CACHES = 8;

/**
 * Builds images in one session of each engine, a few at a time and each as `build` does it; what they
 * have in common is looked up once for each engine. An image fails alone; those of an engine that is
 * lost are built on another. They are told in the order of the targets.
 * @throws HardenError where there is no engine, and the reason of the signal.
 */
export async function buildInSessions(
  request: ManyRequest,
): Promise<{ images: ImageRun[]; diagnostics: readonly Diagnostic[] }> {
  const { targets, jobs, failFast, signal } = request;
  const left = leftBehind();
  const [outcomes, diagnostics] = await withPlaces(request, async (places, lost) => {
    const pool = enginePool({
      engines: places,
      addressOf: (place) => place?.engine.address ?? '',
      limit: jobs,
      // As a build of this image alone would say it, wherever its folder is.
      keys: targets.map(({ label, result }) => (result.ok ? result.value.plan.name : label)),
      progress: request.progressOf(''),
    });
    const schedule = {
      ...pool,
      ...{ failFast, signal, failed: ({ exitCode }: ImageRun) => exitCode !== 0 },
    };
    const several = places.length > 1;
    const ended = await runAll(targets, schedule, (target, on, jobSignal) =>
      oneOf(target, on, { ...request, disposed: left.folder, several, signal: jobSignal }),
    );
    return [ended, [...lost, ...pool.left]] as const;
  }).finally(left.clear);
  const images = outcomes.map((outcome, at) => {
    const target = targets[at] as CompiledTarget;
    if (outcome.status === 'done') return outcome.result;
    return outcome.status === 'threw' ? failedRun(target, outcome.thrown, 0) : skippedRun(target);
  });
  return { images, diagnostics };
}

/** Specs that are all wrong need no engine. */
function withPlaces<T>(
  request: ManyRequest,
  work: (places: readonly (Place | undefined)[], left: readonly Diagnostic[]) => Promise<T>,
): Promise<T> {
  if (request.targets.every(({ result }) => !result.ok)) return work([undefined], []);
  const progress = request.progressOf('');
  return withEngines({ ...request, progress }, (engines, left) =>
    withPipelines(engines, (places) => work(places, left)),
  );
}

/** One after the other: where the SDK opens a session itself, it is told of one engine at a time. */
function withPipelines<T>(
  engines: readonly OpenEngine[],
  work: (places: readonly Place[]) => Promise<T>,
  places: readonly Place[] = [],
): Promise<T> {
  const [engine, ...rest] = engines;
  if (!engine) return work(places);
  return withPipeline(engine.session, (pipeline) =>
    withPipelines(rest, work, [...places, { engine, pipeline, once: createOnce() }]),
  );
}

/** One image to its end, whatever that is; only what another place or nobody can mend is thrown. */
async function oneOf(
  target: CompiledTarget,
  place: Place | undefined,
  request: ManyRequest & { several: boolean },
): Promise<ImageRun> {
  const { now, signal, ended, several } = request;
  const start = now().getTime();
  const tell = (image: ImageRun) => {
    const run = { ...image, ...(several && place && { engine: place.engine.address }) };
    ended(run);
    return run;
  };
  try {
    const report = await built(target, place, request);
    return tell(judgedRun(target, report, now().getTime() - start));
  } catch (thrown) {
    if (signal.aborted || lossOf(thrown)) throw thrown;
    return tell(failedRun(target, thrown, now().getTime() - start));
  }
}

async function built(
  { label, result }: CompiledTarget,
  place: Place | undefined,
  request: ManyRequest,
): Promise<RunReport> {
  if (!result.ok) throw new HardenError(...result.diagnostics).about(result.sources);
  if (!place) throw new Error('there is a plan and no engine');
  const progress = request.progressOf(label);
  const { address } = place.engine;
  const around = { ...request, progress, once: place.once, ...(address && { engine: address }) };
  const { compiled } = await withDecidedBase({ ...around, compiled: result.value });
  const scanCache = `many-${cacheNumber(label)}`;
  // By the engines that were asked for, and not by the one that it was given to.
  const watch = await watchBuild({ ...request, compiled });
  return buildIn(place.engine, place.pipeline, { ...around, compiled, scanCache, watch });
}

/** The same for an image in every run, so that the engine finds what it has scanned before. */
function cacheNumber(label: string): number {
  return (createHash('sha256').update(label).digest()[0] ?? 0) % SCAN_CACHES;
}
