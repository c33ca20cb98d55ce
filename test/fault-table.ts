import { afterAll, afterEach, expect, type RunnerTask } from 'vitest';

/** A fault and how to know the tests that try it, by their name with that of their groups. */
export type FaultRow = readonly [fault: string, tests: RegExp];

/**
 * Counts the faults that a file of tests tries, and prints the counts at its end, for who reads the
 * run. A row that nobody tried is a failure, unless only some tests were asked for.
 */
export function faultTable(title: string, rows: readonly FaultRow[]): void {
  const counts = new Map(rows.map(([fault]) => [fault, { tried: 0, 'as promised': 0 }]));
  let file: RunnerTask | undefined;
  afterEach(({ task }) => {
    file = task.file;
    const row = rows.find(([, tests]) => tests.test(`${task.suite?.name ?? ''} ${task.name}`));
    const count = row && counts.get(row[0]);
    if (!count) return;
    count.tried += timesOf(task.name);
    if (task.result?.state === 'pass') count['as promised'] += timesOf(task.name);
  });
  afterAll(() => {
    // biome-ignore lint/suspicious/noConsole: the counts are for who reads the run
    console.log(title);
    // biome-ignore lint/suspicious/noConsole: the counts are for who reads the run
    console.table(Object.fromEntries(counts));
    if (file && isWhole(file))
      for (const [fault, { tried }] of counts) expect(tried, fault).toBeGreaterThan(0);
  });
}

function isWhole(task: RunnerTask): boolean {
  return task.mode !== 'skip' && (task.type !== 'suite' || task.tasks.every(isWhole));
}

/** A test that says so makes many tries: "... : 100 cuts". */
function timesOf(name: string): number {
  return Number(/: (\d+) (?:cuts|runs|tries)$/.exec(name)?.[1] ?? 1);
}
