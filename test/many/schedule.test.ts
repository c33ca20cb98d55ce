import { describe, expect, test } from 'vitest';
import { runAll, type Schedule } from '../../src/many/schedule.ts';

const never = new AbortController().signal;

function one(limit: number, rest: Partial<Schedule<string, unknown>> = {}) {
  return { places: [{ on: 'here', limit }], signal: never, ...rest };
}

/** Work whose jobs end when the test says so. */
function gates() {
  const started: string[] = [];
  const end = new Map<string, { ok: (value: string) => void; bad: (thrown: unknown) => void }>();
  const work = (job: string, on: string, signal: AbortSignal) => {
    started.push(`${job}@${on}`);
    return new Promise<string>((ok, bad) => {
      end.set(job, { ok, bad });
      signal.addEventListener('abort', () => bad(signal.reason));
    });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    started,
    work,
    settle,
    async done(job: string, value = `${job} done`) {
      end.get(job)?.ok(value);
      await settle();
    },
    async fails(job: string, thrown: unknown) {
      end.get(job)?.bad(thrown);
      await settle();
    },
  };
}

describe('runAll', () => {
  test('gives outcomes in the order of the jobs, however they end', async () => {
    const { work, done, settle, started } = gates();
    const all = runAll(['a', 'b', 'c'], one(2), work);
    await settle();
    expect(started).toEqual(['a@here', 'b@here']);
    await done('b');
    expect(started).toEqual(['a@here', 'b@here', 'c@here']);
    await done('c');
    await done('a');
    expect(await all).toEqual([
      { status: 'done', result: 'a done' },
      { status: 'done', result: 'b done' },
      { status: 'done', result: 'c done' },
    ]);
  });

  test('never runs more at once than the limit', async () => {
    let now = 0;
    let most = 0;
    await runAll([...Array(40).keys()], one(3), async (job) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, job % 3));
      now -= 1;
    });
    expect(most).toBe(3);
  });

  test('a job fails alone', async () => {
    const outcomes = await runAll(['a', 'b'], one(1), async (job) => {
      if (job === 'a') throw new Error('a broke');
      return job;
    });
    expect(outcomes).toEqual([
      { status: 'threw', thrown: new Error('a broke') },
      { status: 'done', result: 'b' },
    ]);
  });

  test('fails fast: nothing more starts, and what runs is aborted', async () => {
    const { work, fails, settle, started } = gates();
    const all = runAll(['a', 'b', 'c'], one(2, { failFast: true }), work);
    await settle();
    await fails('b', new Error('b broke'));
    expect(await all).toEqual([
      { status: 'skipped' },
      { status: 'threw', thrown: new Error('b broke') },
      { status: 'skipped' },
    ]);
    expect(started).toEqual(['a@here', 'b@here']);
  });

  test('fails fast on a result that counts as a failure', async () => {
    const failed = (result: unknown) => result === 1;
    const schedule = one(1, { failFast: true, failed });
    const outcomes = await runAll([0, 1, 2], schedule, async (job) => job);
    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'skipped']);
  });

  test('an abort from outside ends all, and is thrown once all have ended', async () => {
    const outside = new AbortController();
    let ended = 0;
    const all = runAll(
      ['a', 'b', 'c'],
      { ...one(2), signal: outside.signal },
      (_job, _on, signal) =>
        new Promise((_, bad) => {
          signal.addEventListener('abort', () => setTimeout(() => bad(++ended), 5));
        }),
    );
    outside.abort('SIGINT');
    await expect(all).rejects.toBe('SIGINT');
    expect(ended).toBe(2);
  });

  test('no jobs are no work', async () => {
    expect(await runAll([], one(2), async () => 1)).toEqual([]);
  });
});

describe('places', () => {
  const places = [
    { on: 'x', limit: 1 },
    { on: 'y', limit: 2 },
  ];
  const lost = (thrown: unknown) => thrown === 'lost';

  test('a job starts where most room is', async () => {
    const { work, settle, started, done } = gates();
    const all = runAll(['a', 'b', 'c', 'd'], { places, signal: never }, work);
    await settle();
    expect(started).toEqual(['a@y', 'b@x', 'c@y']);
    await done('b');
    expect(started.at(-1)).toBe('d@x');
    for (const job of ['a', 'c', 'd']) await done(job);
    expect((await all).every(({ status }) => status === 'done')).toBe(true);
  });

  test('a job of a lost place is tried on another one, before those that wait', async () => {
    const { work, settle, started, done, fails } = gates();
    const all = runAll(['a', 'b', 'c', 'd'], { places, lost, signal: never }, work);
    await settle();
    await fails('a', 'lost');
    await fails('c', 'lost');
    await done('b');
    expect(started.at(-1)).toBe('c@x');
    await done('c');
    expect(started.at(-1)).toBe('a@x');
    await done('a');
    await done('d');
    expect((await all).map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
  });

  test('where every place is lost, what is left says so', async () => {
    const outcomes = await runAll(
      ['a', 'b', 'c', 'd'],
      { places, lost, signal: never },
      async () => {
        throw 'lost';
      },
    );
    expect(outcomes).toEqual(Array(4).fill({ status: 'threw', thrown: 'lost' }));
  });

  test('a lost place is no failure for those that fail fast', async () => {
    const schedule = { places, lost, failFast: true, signal: never };
    const outcomes = await runAll(['a', 'b'], schedule, async (job, on) => {
      if (on === 'y') throw 'lost';
      return `${job}@${on}`;
    });
    expect(outcomes).toEqual([
      { status: 'done', result: 'a@x' },
      { status: 'done', result: 'b@x' },
    ]);
  });
});
