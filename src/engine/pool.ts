import { createHash } from 'node:crypto';
import { type Diagnostic, HardenError, warning } from '../diagnostics/diagnostic.ts';
import type { Schedule } from '../many/schedule.ts';
import type { Progress } from '../progress.ts';

export interface PoolOptions<E> {
  engines: readonly E[];
  addressOf: (engine: E) => string;
  /** How many jobs an engine does at a time. */
  limit: number;
  /** What names each job, in the order of the jobs: the same word goes to the same engine. */
  keys: readonly string[];
  progress: Progress;
}

/** How jobs are shared out among engines, for `runAll`. */
export interface EnginePool<E>
  extends Required<Pick<Schedule<E, never>, 'places' | 'home' | 'onLost' | 'lost'>> {
  /** A warning for each engine that was left out. */
  left: Diagnostic[];
  /** The reasons of all engines, where none is left. */
  allLost: () => HardenError;
}

/**
 * Engines as places of `runAll`. A job goes to the engine whose cache knows it, as long as that one
 * has room. One that is lost or does not answer is left out, and its jobs are done on another.
 */
export function enginePool<E>(options: PoolOptions<E>): EnginePool<E> {
  const { engines, addressOf, limit, keys, progress } = options;
  const homes = keys.map((key) => homesOf(key, engines, addressOf));
  const reasons: Diagnostic[] = [];
  const left: Diagnostic[] = [];
  return {
    places: engines.map((on) => ({ on, limit })),
    home: (at, on) => homes[at]?.find((engine) => on.includes(engine)),
    lost: (thrown) => lossOf(thrown) !== undefined,
    onLost(engine, thrown) {
      const reason = lossOf(thrown);
      if (!reason) return;
      reasons.push(reason);
      if (reasons.length < engines.length) left.push(leftOut(reason, addressOf(engine), progress));
    },
    left,
    allLost: () => new HardenError(...reasons),
  };
}

/** Why an engine did not do its work, if that is the engine's own failure. */
export function lossOf(thrown: unknown): Diagnostic | undefined {
  if (!(thrown instanceof HardenError)) return undefined;
  return thrown.diagnostics.find(
    ({ code }) => code === 'engine/lost' || code === 'engine/unreachable',
  );
}

/** Tells that the work goes on without an engine. */
export function leftOut(reason: Diagnostic, address: string, progress: Progress): Diagnostic {
  const message = `${reason.message}; the work goes on without it`;
  progress({ phase: 'engine', message });
  const { detail } = reason;
  const hint = `start the engine at ${address} again`;
  return warning(reason.code, message, { hint, ...(detail !== undefined && { detail }) });
}

/** All engines, by a hash of both: where one is gone, only the jobs that were on it move. */
function homesOf<E>(key: string, engines: readonly E[], addressOf: (engine: E) => string): E[] {
  const rank = (engine: E) =>
    createHash('sha256')
      .update(`${addressOf(engine)}\0${key}`)
      .digest('hex');
  const ranked = engines.map((engine) => ({ engine, rank: rank(engine) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? 1 : -1)).map(({ engine }) => engine);
}
