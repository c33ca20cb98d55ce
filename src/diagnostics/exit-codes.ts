/** What each exit code of the program means; never reused for anything else. */
export const EXIT = {
  passed: 0,
  policy: 1,
  usage: 2,
  build: 3,
  scan: 4,
  engine: 5,
  registry: 6,
  verify: 7,
  smoke: 8,
  bug: 70,
  sighup: 129,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitName = keyof typeof EXIT;

/** The exit code of a program that a signal ended, as shells have it. */
export function signalExit(signal: unknown): number {
  if (signal === 'SIGHUP') return EXIT.sighup;
  return signal === 'SIGTERM' ? EXIT.sigterm : EXIT.sigint;
}
