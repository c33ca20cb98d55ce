/** What is tried on harden: inputs that nobody means well, and what has to come of each. */
export interface Section<Input, Defence> {
  /** What is tried, as a line of the table names it. */
  name: string;
  promise: string;
  /** In one sentence, for the page. */
  meaning: string;
  /** Seconds after which a case hangs; a minute where it does not say. */
  seconds?: number;
  /**
   * The same ones in each run; a short run takes fewer of those that are generated, a whole one
   * what takes hours too.
   */
  cases(amount: Amount, whole: boolean): Iterable<Case<Input>> | AsyncIterable<Case<Input>>;
  /** The function of harden that is under test. */
  defence: Defence;
  /** What many cases share, such as a build: no work of one case, whose time counts. */
  prepare?(defence: Defence, input: Input): Promise<unknown>;
  attempt(defence: Defence, input: Input): Outcome | Promise<Outcome>;
  /** A defence without something, under which the section has to fail: so the cases do test it. */
  sabotage: { takenOut: string; defence: Defence };
}

export type Amount = 'short' | 'full';

export interface Case<Input> {
  name: string;
  input: Input;
}

/** `got` is a word or two that the table counts; `broke` says how the promise was not kept. */
export interface Outcome {
  got: string;
  /** What was looked for, and how often it was there: the table has the sums, zero too. */
  seen?: Readonly<Record<string, number>>;
  broke?: string;
}

/** A section of any kind, with its types closed over. */
export interface AnySection extends Pick<Section<never, never>, 'name' | 'promise' | 'meaning'> {
  takenOut: string;
  seconds: number;
  run(options: RunOptions): Promise<Line>;
}

interface RunOptions {
  amount: Amount;
  whole?: boolean;
  sabotaged?: boolean;
  /** Is told of each case before it is tried: one that never ends has a name. */
  begins?(name: string): void;
}

/** A line of the table. */
export interface Line {
  name: string;
  promise: string;
  meaning: string;
  cases: number;
  /** How often each outcome was got. */
  got: Record<string, number>;
  seen: Record<string, number>;
  broken: string[];
  /** Cases that took the processor for longer than SLOW. */
  slow: number;
}

/** Milliseconds of processor time from which on a case is counted as slow, and is a failure. */
const SLOW = 200;
const TOO_SLOW = 10 * SLOW;

export function section<Input, Defence>(one: Section<Input, Defence>): AnySection {
  const { name, promise, meaning, seconds = 60 } = one;
  const { takenOut } = one.sabotage;
  return { name, promise, meaning, takenOut, seconds, run: (options) => run(one, options) };
}

async function run<Input, Defence>(
  one: Section<Input, Defence>,
  { amount, whole = false, sabotaged = false, begins }: RunOptions,
): Promise<Line> {
  const { name, promise, meaning } = one;
  const defence = sabotaged ? one.sabotage.defence : one.defence;
  const line: Line = { name, promise, meaning, cases: 0, got: {}, seen: {}, broken: [], slow: 0 };
  for await (const { name: what, input } of one.cases(amount, whole)) {
    begins?.(what);
    // What it throws, the case throws again.
    await one.prepare?.(defence, input).catch(() => undefined);
    const before = process.cpuUsage();
    const outcome = await outcomeOf(one, defence, input);
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1000;
    line.cases += 1;
    line.got[outcome.got] = (line.got[outcome.got] ?? 0) + 1;
    for (const [sign, times] of Object.entries(outcome.seen ?? {})) {
      line.seen[sign] = (line.seen[sign] ?? 0) + times;
    }
    if (milliseconds > SLOW) line.slow += 1;
    // Tests assert no times: a busy machine would fail them.
    const isLate = amount === 'full' && milliseconds > TOO_SLOW;
    const late = isLate ? `took ${Math.round(milliseconds)} ms` : undefined;
    const broke = outcome.broke ?? late;
    if (broke !== undefined) line.broken.push(`${what}: ${broke}`);
    // One is enough to see that the section can fail, and without a defence the rest may take long.
    if (sabotaged && broke !== undefined) return line;
  }
  return line;
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
