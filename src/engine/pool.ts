import { createHash } from 'node:crypto';
import { type Diagnostic, HardenError, warning } from '../diagnostics/diagnostic.ts';
import type { Schedule } from '../many/schedule.ts';
import type { Progress } from '../progress.ts';

export interface PoolOptions {
  /** Addresses, each once; none stands for the one engine that harden finds by itself. */
  engines: readonly string[];
  /** How many jobs an engine does at a time. */
  limit: number;
  /** What names each job, in the order of the jobs: the same word goes to the same engine. */
  keys: readonly string[];
  progress: Progress;
}

type Rules = Required<Pick<Schedule<string | undefined, never>, 'places' | 'home' | 'onLost'>> & {
  lost: (thrown: unknown) => boolean;
};

/** How jobs are shared out among engines, for `runAll`. */
export interface EnginePool extends Rules {
  /** A warning for each engine that was left out. */
  left: Diagnostic[];
  /** The reasons of all engines, where none is left. */
  allLost: () => HardenError;
}

/**
 * Engines as places of `runAll`. A job goes to the engine whose cache knows it, as long as that one
 * has room. One that is lost or does not answer is left out, and its jobs are done on another.
 */
export function enginePool({ engines, limit, keys, progress }: PoolOptions): EnginePool {
  const all = engines.length > 0 ? engines : [undefined];
  const homes = keys.map((key) => homesOf(key, all));
  const reasons: Diagnostic[] = [];
  const left: Diagnostic[] = [];
  return {
    places: all.map((on) => ({ on, limit })),
    home: (at, on) => homes[at]?.find((engine) => on.includes(engine)),
    lost: (thrown) => lossOf(thrown) !== undefined,
    onLost(address, thrown) {
      const reason = lossOf(thrown);
      if (!reason) return;
      reasons.push(reason);
      if (address === undefined || reasons.length === all.length) return;
      const message = `${reason.message}; the work goes on without it`;
      left.push(warning(reason.code, message, { hint: `start the engine at ${address} again` }));
      progress({ phase: 'engine', message });
    },
    left,
    allLost: () => new HardenError(...reasons),
  };
}

/** All engines, by a hash of both: where one is gone, no other job moves than those that were on it. */
function homesOf<P extends string | undefined>(key: string, engines: readonly P[]): P[] {
  const rank = (engine: P) => createHash('sha256').update(`${engine}\0${key}`).digest('hex');
  const ranked = engines.map((engine) => ({ engine, rank: rank(engine) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? 1 : -1)).map(({ engine }) => engine);
}

/** Why an engine did not do its work, if that is the engine's own failure. */
function lossOf(thrown: unknown): Diagnostic | undefined {
  if (!(thrown instanceof HardenError)) return undefined;
  return thrown.diagnostics.find(
    ({ code }) => code === 'engine/lost' || code === 'engine/unreachable',
  );
}
