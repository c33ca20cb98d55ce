import type { Fault } from './fault.ts';

/** A build from its start to its end takes about this many milliseconds. */
const A_BUILD = 5_000;
/** For each signal the code that says so, or that of a build which was done before. */
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Signals at moments between the start of a build and its end. */
export function interrupts(amount: number, random: () => number): Fault[] {
  return Array.from({ length: amount }, (_, index) => {
    const [signal, code] = SIGNALS[index % SIGNALS.length] ?? SIGNALS[0];
    const moment = Math.round(random() * A_BUILD);
    return {
      what: `${signal} after ${moment} ms`,
      at: moment,
      codes: [0, code],
      // It takes longer than all else; what an interruption leaves is looked for each time.
      ...(index % 5 !== 0 && { next: 'nothing' }),
      happens: (program) => void program.kill(signal),
    } satisfies Fault;
  });
}
