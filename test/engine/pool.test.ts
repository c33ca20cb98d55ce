import { expect, test } from 'vitest';
import type { Code } from '../../src/diagnostics/codes.ts';
import { error, HardenError } from '../../src/diagnostics/diagnostic.ts';
import { enginePool } from '../../src/engine/pool.ts';
import { runAll } from '../../src/many/schedule.ts';

const ENGINES = ['tcp://a:1', 'tcp://b:1', 'tcp://c:1'];
const JOBS = Array.from({ length: 20 }, (_, i) => `image-${i}`);

const addressOf = (engine: string) => engine;
const failing = (code: Code, engine: string | undefined) =>
  new HardenError(error(code, `the engine at ${engine} is gone`));

/** Engines whose work takes as many ticks as it is told, on a clock that only the test moves. */
function machineRoom(engines: readonly string[], limit: number) {
  const abort = new AbortController();
  const gone = new Set<string>();
  const busy = new Map<string, number>();
  const most = new Map<string, number>();
  const started: [job: string, engine: string][] = [];
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const runJobs = (jobs: readonly string[], ticks = (_: number) => 1, keys = jobs) => {
    const progress = ({ message }: { message: string }) => void told.push(message);
    const pool = enginePool({ engines, addressOf, limit, keys, progress });
    const all = runAll(jobs, { ...pool, signal: abort.signal }, async (job, on) => {
      const engine = String(on);
      started.push([job, engine]);
      const now = (busy.get(engine) ?? 0) + 1;
      busy.set(engine, now);
      most.set(engine, Math.max(most.get(engine) ?? 0, now));
      try {
        for (let left = ticks(jobs.indexOf(job)); left > 0 && !gone.has(engine); left--) {
          await new Promise<void>((resolve) => waiting.push(resolve));
        }
        if (gone.has(engine)) throw failing('engine/lost', engine);
        return `${job} done`;
      } finally {
        busy.set(engine, (busy.get(engine) ?? 0) - 1);
      }
    });
    return { pool, all };
  };
  const tick = async () => {
    await settle();
    for (const go of waiting.splice(0)) go();
    await settle();
  };
  const untilIdle = async () => {
    await settle();
    for (let ticks = 0; waiting.length > 0; ticks++) {
      if (ticks > 1000) throw new Error('the work does not end');
      await tick();
    }
  };
  return { runJobs, tick, untilIdle, abort, gone, most, started, told };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const done = (jobs: readonly string[]) =>
  jobs.map((job) => ({ status: 'done', result: `${job} done` }));

test('every job is done once, and no engine has more than its limit', async () => {
  const room = machineRoom(ENGINES, 2);
  const { all, pool } = room.runJobs(JOBS);
  await room.untilIdle();
  expect(await all).toEqual(done(JOBS));
  expect(room.started).toHaveLength(JOBS.length);
  expect([...room.most.values()]).toEqual([2, 2, 2]);
  expect(pool.left).toEqual([]);
});

test.each(Array.from({ length: 11 }, (_, moment) => moment))(
  'an engine lost at tick %i loses no result and doubles none',
  async (moment) => {
    const room = machineRoom(ENGINES, 2);
    const { all, pool } = room.runJobs(JOBS, (at) => 1 + (at % 3));
    for (let tick = 0; tick < moment; tick++) await room.tick();
    room.gone.add('tcp://b:1');
    await room.untilIdle();
    expect(await all).toEqual(done(JOBS));
    for (const job of JOBS) {
      const tries = room.started.filter(([name]) => name === job).map(([, engine]) => engine);
      expect(tries.slice(0, -1).filter((engine) => engine !== 'tcp://b:1')).toEqual([]);
      expect(tries.length).toBeLessThanOrEqual(2);
    }
    if (moment < 5) expect(pool.left).toMatchObject([{ code: 'engine/lost', severity: 'warning' }]);
    expect(room.told).toHaveLength(pool.left.length);
  },
);

test('an engine that is lost gets nothing more, and is told of once', async () => {
  const room = machineRoom(ENGINES, 2);
  const { all, pool } = room.runJobs(JOBS, () => 2);
  await room.tick();
  room.gone.add('tcp://a:1');
  const before = room.started.length;
  await room.untilIdle();
  await all;
  expect(room.started.slice(before).filter(([, engine]) => engine === 'tcp://a:1')).toEqual([]);
  expect(pool.left.map(({ message }) => message)).toEqual([
    'the engine at tcp://a:1 is gone; the work goes on without it',
  ]);
});

test('all engines lost gives the reason of each, and ends what waits', async () => {
  const room = machineRoom(ENGINES, 1);
  for (const engine of ENGINES) room.gone.add(engine);
  const { all, pool } = room.runJobs(JOBS);
  await room.untilIdle();
  const outcomes = await all;
  expect(outcomes.every((one) => one.status === 'threw' && pool.lost(one.thrown))).toBe(true);
  expect(
    pool
      .allLost()
      .diagnostics.map(({ message }) => message)
      .sort(),
  ).toEqual(ENGINES.map((engine) => `the engine at ${engine} is gone`));
  // Nothing is tried twice on one engine.
  expect(new Set(room.started.map(String)).size).toBe(room.started.length);
});

test('work that fails for its own reason fails at once, and its engine goes on', async () => {
  const { pool, all } = ofOne(ENGINES, async () => {
    throw failing('build/step-failed', 'tcp://a:1');
  });
  expect(await all).toMatchObject([{ status: 'threw' }]);
  expect(pool.left).toEqual([]);
  expect(pool.lost(new Error('engine/lost'))).toBe(false);
});

test('an engine that nothing answers at is left out from the start', async () => {
  const { pool, all } = ofOne(['tcp://a:1', 'tcp://b:1'], async (engine) => {
    if (engine === first) throw failing('engine/unreachable', engine);
    return engine;
  });
  const [outcome] = await all;
  expect(outcome).toEqual({
    status: 'done',
    result: first === 'tcp://a:1' ? 'tcp://b:1' : 'tcp://a:1',
  });
  expect(pool.left).toMatchObject([{ code: 'engine/unreachable' }]);
});

test('the only engine is lost without a word of others', async () => {
  const { pool, all } = ofOne(['tcp://a:1'], async (engine) => {
    throw failing('engine/lost', engine);
  });
  expect(await all).toMatchObject([{ status: 'threw' }]);
  expect(pool.left).toEqual([]);
});

/** The engine that the job `x` goes to first. */
const first = enginePool({
  ...{ engines: ['tcp://a:1', 'tcp://b:1'], addressOf, limit: 1, keys: ['x'], progress: () => {} },
}).home(0, ['tcp://a:1', 'tcp://b:1']);

function ofOne(engines: readonly string[], work: (engine: string | undefined) => Promise<unknown>) {
  const pool = enginePool({ engines, addressOf, limit: 1, keys: ['x'], progress: () => {} });
  const signal = new AbortController().signal;
  return { pool, all: runAll(['x'], { ...pool, signal }, (_, engine) => work(engine)) };
}

test('the same work goes to the same engine, and moves only when that one is gone', async () => {
  const placesOf = (engines: string[]) => {
    const pool = enginePool({ engines, addressOf, limit: 20, keys: JOBS, progress: () => {} });
    return new Map(JOBS.map((job, at) => [job, pool.home(at, engines)]));
  };
  const all = placesOf(ENGINES);
  expect(placesOf(ENGINES.toReversed())).toEqual(all);
  expect(new Set(all.values()).size).toBe(3);
  const less = placesOf(['tcp://a:1', 'tcp://c:1']);
  for (const [job, engine] of all) if (engine !== 'tcp://b:1') expect(less.get(job)).toBe(engine);

  const room = machineRoom(ENGINES, 20);
  const { all: ended } = room.runJobs(JOBS);
  await room.untilIdle();
  await ended;
  expect(new Map(room.started)).toEqual(all);
});

test('no engine is idle while work waits', async () => {
  const room = machineRoom(ENGINES, 1);
  // One key, so that all of it has the same home.
  const { all } = room.runJobs(JOBS.slice(0, 9), undefined, Array(9).fill('same'));
  await room.untilIdle();
  await all;
  const counts = ENGINES.map((one) => room.started.filter(([, engine]) => engine === one).length);
  expect(counts).toEqual([3, 3, 3]);
});

test('what came first is done first, and what lost its engine goes before what waits', async () => {
  const room = machineRoom(ENGINES.slice(0, 2), 1);
  const jobs = ['1', '2', '3', '4', '5'];
  const { all } = room.runJobs(jobs, () => 3, Array(5).fill('same'));
  await room.tick();
  expect(room.started.map(([job]) => job)).toEqual(['1', '2']);
  const [victim, engine] = room.started[1] ?? [];
  room.gone.add(String(engine));
  await room.untilIdle();
  await all;
  expect(room.started.map(([job]) => job)).toEqual(['1', '2', victim, '3', '4', '5']);
});

test('after an abort no work is tried again', async () => {
  const room = machineRoom(ENGINES, 1);
  const { all } = room.runJobs(JOBS, () => 3);
  const ended = expect(all).rejects.toBe('SIGINT');
  await room.tick();
  const before = room.started.length;
  room.abort.abort('SIGINT');
  for (const engine of ENGINES) room.gone.add(engine);
  await room.untilIdle();
  await ended;
  expect(room.started).toHaveLength(before);
});
