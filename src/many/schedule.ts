/** Somewhere jobs run, such as an engine, and how many of them at once. */
interface Place<P> {
  on: P;
  limit: number;
}

export interface Schedule<P, Result> {
  places: readonly Place<P>[];
  /** After a failure nothing more is started, and what runs is aborted. */
  failFast?: boolean;
  /** Whether a result counts as a failure; what is thrown always does. */
  failed?: (result: Result) => boolean;
  /** Whether what was thrown means that its place is gone: the job is then tried on another one. */
  lost?: (thrown: unknown) => boolean;
  /** Told once for each place that is gone. */
  onLost?: (place: P, thrown: unknown) => void;
  /** The one of these places that the job at this index is best done on, if it has room. */
  home?: (at: number, places: readonly P[]) => P | undefined;
  signal: AbortSignal;
}

/** How a job ended. One that never started, or was aborted because another failed, is `skipped`. */
export type Outcome<Result> =
  | { status: 'done'; result: Result }
  | { status: 'threw'; thrown: unknown }
  | { status: 'skipped' };

export type Work<Job, P, Result> = (job: Job, on: P, signal: AbortSignal) => Promise<Result>;

/**
 * Starts jobs in their order, each at its home or where most room is, and gives the outcomes in the order of the
 * jobs when all that was started has ended. A job fails alone.
 * @throws the reason of the signal, where that was aborted.
 */
export async function runAll<Job, P, Result>(
  jobs: readonly Job[],
  schedule: Schedule<P, Result>,
  work: Work<Job, P, Result>,
): Promise<Outcome<Result>[]> {
  const { failFast = false, failed = () => false, lost = () => false } = schedule;
  const stop = new AbortController();
  const signal = AbortSignal.any([schedule.signal, stop.signal]);
  const outcomes = new Map<number, Outcome<Result>>();
  const waiting = [...jobs.keys()];
  const running = new Set<Promise<void>>();
  let places = schedule.places.map((place) => ({ ...place, busy: 0 }));
  let lastLoss: unknown;

  const run = async (at: number, place: (typeof places)[number]) => {
    place.busy += 1;
    const outcome = await outcomeOf(() => work(jobs[at] as Job, place.on, signal));
    place.busy -= 1;
    if (signal.aborted && outcome.status === 'threw') return;
    if (outcome.status === 'threw' && lost(outcome.thrown)) {
      if (places.includes(place)) schedule.onLost?.(place.on, outcome.thrown);
      places = places.filter((one) => one !== place);
      lastLoss = outcome.thrown;
      waiting.unshift(at);
      return;
    }
    outcomes.set(at, outcome);
    if (failFast && (outcome.status !== 'done' || failed(outcome.result))) stop.abort();
  };

  while (!signal.aborted) {
    const next = nextOf(waiting, places, schedule.home);
    if (next) {
      const { at, place } = next;
      waiting.splice(waiting.indexOf(at), 1);
      const started = run(at, place).finally(() => running.delete(started));
      running.add(started);
    } else if (running.size > 0) await Promise.race(running);
    else break;
  }
  await Promise.all(running);
  schedule.signal.throwIfAborted();
  if (places.length === 0) {
    for (const at of waiting) outcomes.set(at, { status: 'threw', thrown: lastLoss });
  }
  return jobs.map((_, at) => outcomes.get(at) ?? { status: 'skipped' });
}

async function outcomeOf<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { status: 'done', result: await work() };
  } catch (thrown) {
    return { status: 'threw', thrown };
  }
}

/** The first job whose home has room, else the first job, on the place with the most room. */
function nextOf<P, Busy extends Place<P> & { busy: number }>(
  waiting: readonly number[],
  places: readonly Busy[],
  home: Schedule<P, unknown>['home'],
): { at: number; place: Busy } | undefined {
  const place = roomiest(places);
  const [first] = waiting;
  if (!place || first === undefined) return undefined;
  if (home) {
    const all = places.map(({ on }) => on);
    const free = places.filter(({ limit, busy }) => busy < limit);
    for (const at of waiting) {
      const wanted = home(at, all);
      const found = free.find(({ on }) => on === wanted);
      if (found) return { at, place: found };
    }
  }
  return { at: first, place };
}

/** The place with the most room; the first of equal ones, so that an order is a preference. */
function roomiest<P extends { limit: number; busy: number }>(places: readonly P[]): P | undefined {
  const room = (place: P) => place.limit - place.busy;
  const [best] = places.filter((one) => room(one) > 0).sort((a, b) => room(b) - room(a));
  return best;
}
