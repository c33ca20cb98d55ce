import type { Case, Line, Outcome, RunOptions, Section, Taken } from './section.ts';

/** Milliseconds of processor time from which on a case is counted as slow, and is a failure. */
const SLOW = 200;
const TOO_SLOW = 10 * SLOW;
const MOST_LONGEST = 8;

/** Tries all cases of a section, and gives its line of the table. */
export async function runSection<Input, Defence>(
  one: Section<Input, Defence>,
  { amount, whole = false, sabotaged = false, trying, signal }: RunOptions,
): Promise<Line> {
  const { name, promise, meaning, atOnce = 1 } = one;
  const defence = sabotaged ? one.sabotage.defence : one.defence;
  const line: Line = {
    ...{ name, promise, meaning, cases: 0, got: {}, seen: {}, broken: [] },
    ...{ slow: 0, longest: [] },
  };
  // What several cases compute at a time is of none of them. Tests assert no times: a busy machine would fail them.
  const isTimed = amount === 'full' && atOnce === 1;
  await eachOf(one.cases(amount, whole), atOnce, trying, async ({ name: what, input }) => {
    // What it throws, the case throws again.
    await one.prepare?.(defence, input).catch(() => undefined);
    const [began, before] = [performance.now(), process.cpuUsage()];
    const outcome = await outcomeOf(one, defence, input);
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1000;
    const late = milliseconds > TOO_SLOW ? `took ${Math.round(milliseconds)} ms` : undefined;
    const broke = outcome.broke ?? (isTimed ? late : undefined);
    add(line, outcome, { isSlow: isTimed && milliseconds > SLOW });
    if (broke !== undefined) line.broken.push(`${what}: ${broke}`);
    line.longest = longestOf([...line.longest, { what, seconds: secondsSince(began) }]);
    // One is enough to see that the section can fail, and without a defence the rest may take long.
    return !signal?.aborted && !(sabotaged && broke !== undefined);
  });
  return line;
}

/** Tries cases in their order, so many at a time, until one says that this is enough. */
async function eachOf<Input>(
  cases: Iterable<Case<Input>> | AsyncIterable<Case<Input>>,
  atOnce: number,
  trying: RunOptions['trying'],
  attempt: (one: Case<Input>) => Promise<boolean>,
): Promise<void> {
  const running = new Map<string, Promise<void>>();
  let goesOn = true;
  for await (const one of cases) {
    const done = attempt(one).then((more) => {
      goesOn &&= more;
      running.delete(one.name);
    });
    running.set(one.name, done);
    trying?.([...running.keys()]);
    if (running.size >= atOnce) await Promise.race(running.values());
    if (!goesOn) break;
  }
  await Promise.all(running.values());
}

function add(line: Line, { got, seen = {} }: Outcome, { isSlow }: { isSlow: boolean }): void {
  line.cases += 1;
  line.got[got] = (line.got[got] ?? 0) + 1;
  for (const [sign, times] of Object.entries(seen)) {
    line.seen[sign] = (line.seen[sign] ?? 0) + times;
  }
  if (isSlow) line.slow += 1;
}

function longestOf(taken: Taken[]): Taken[] {
  return taken.toSorted((a, b) => b.seconds - a.seconds).slice(0, MOST_LONGEST);
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}

/** What is thrown is a crash: a mistake of the user comes back as a value. */
async function outcomeOf<Input, Defence>(
  one: Section<Input, Defence>,
  defence: Defence,
  input: Input,
): Promise<Outcome> {
  try {
    return await one.attempt(defence, input);
  } catch (thrown) {
    const broke = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return { got: 'crashed', broke: broke.slice(0, 300) };
  }
}
