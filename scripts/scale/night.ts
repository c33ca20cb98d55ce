import { error, HardenError } from '../../src/diagnostics/diagnostic.ts';
import { enginePool } from '../../src/engine/pool.ts';
import { runAll } from '../../src/many/schedule.ts';

/** Seconds that one image takes on an engine of 2 cores, as `npm run bench` and a first build say. */
export const SECONDS = { unchanged: 0.638, changed: 1.647, unknown: 8.9 } as const;

export interface Night {
  images: number;
  engines: number;
  /** Of the images, those with a changed line. */
  changed: number;
  /** Images that each engine has in its cache; written on by the night. */
  caches: Map<string, Set<number>>;
  /** Whether an image goes to the engine whose cache knows it. */
  home: boolean;
  /** The second in which one engine is lost, if any. */
  lostAt?: number;
}

export interface NightResult {
  /** From the first image to the last. */
  seconds: number;
  results: number;
  /** Images that were begun twice, as their engine was lost. */
  again: number;
  /** Images that were built on an engine that did not know them. */
  unknown: number;
}

/**
 * One run over all images with the scheduler of `harden build`, on a clock of its own: each engine
 * does one image after the other. The same input gives the same result.
 */
export async function night(options: Night): Promise<NightResult> {
  const { engines, images, caches, home, lostAt } = options;
  const names = Array.from({ length: engines }, (_, at) => `engine-${at}`);
  const jobs = Array.from({ length: images }, (_, at) => at);
  const keys = jobs.map((job) => `image-${job}`);
  const clock = virtualClock();
  const pool = enginePool({
    ...{ engines: names, addressOf: (name: string) => name, limit: 1 },
    ...{ keys, progress: () => {} },
  });
  const { home: homeOf, ...rest } = pool;
  const signal = new AbortController().signal;
  let begun = 0;
  let unknown = 0;
  const all = runAll(
    jobs,
    { ...rest, ...(home && { home: homeOf }), signal },
    async (job, engine) => {
      begun += 1;
      const cache = caches.get(engine) ?? new Set();
      caches.set(engine, cache);
      const known = cache.has(job);
      const end = clock.now() + secondsOf(job, known, options);
      const isLost = lostAt !== undefined && engine === names[0] && end > lostAt;
      await clock.until(isLost ? Math.max(lostAt, clock.now()) : end);
      if (isLost) throw new HardenError(error('engine/lost', engine));
      cache.add(job);
      if (!known) unknown += 1;
      return job;
    },
  );
  const outcomes = await clock.run(all);
  const results = outcomes.filter(({ status }) => status === 'done').length;
  return { seconds: clock.now(), results, again: begun - results, unknown };
}

function secondsOf(job: number, known: boolean, { changed, images }: Night): number {
  if (!known) return SECONDS.unknown;
  // Evenly over all images.
  const isChanged =
    Math.floor((job * changed) / images) !== Math.floor(((job + 1) * changed) / images);
  return isChanged ? SECONDS.changed : SECONDS.unchanged;
}

/** Time that passes only when nobody has anything to do. */
function virtualClock() {
  let now = 0;
  const waiting: { at: number; go: () => void }[] = [];
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    until: (at: number) => new Promise<void>((go) => void waiting.push({ at, go })),
    async run<T>(work: Promise<T>): Promise<T> {
      let ended = false;
      const done = work.finally(() => {
        ended = true;
      });
      await settle();
      while (!ended) {
        waiting.sort((a, b) => a.at - b.at);
        const next = waiting.shift();
        if (!next) throw new Error('the work waits for nothing');
        now = next.at;
        next.go();
        await settle();
      }
      return done;
    },
  };
}
