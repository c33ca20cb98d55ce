import { runSection } from './run-section.ts';

/** What is tried on harden: inputs that nobody means well, and what has to come of each. */
export interface Section<Input, Defence> {
  /** What is tried, as a line of the table names it. */
  name: string;
  promise: string;
  /** In one sentence, for the page. */
  meaning: string;
  /** Seconds after which a case hangs; a minute where it does not say. */
  seconds?: number;
  /** How many cases are tried at a time, where they wait more than they compute; else one. */
  atOnce?: number;
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

export interface RunOptions {
  amount: Amount;
  whole?: boolean;
  sabotaged?: boolean;
  /** Is told which cases are tried, each time it changes: one that never ends has a name. */
  trying?(names: readonly string[]): void;
  /** No further case is tried after it. */
  signal?: AbortSignal;
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
  /** Those that took longest from their beginning to their end, the longest first. */
  longest: Taken[];
}

export interface Taken {
  what: string;
  seconds: number;
}

export function section<Input, Defence>(one: Section<Input, Defence>): AnySection {
  const { name, promise, meaning, seconds = 60 } = one;
  const { takenOut } = one.sabotage;
  return { name, promise, meaning, takenOut, seconds, run: (options) => runSection(one, options) };
}
