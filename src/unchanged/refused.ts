import type { Progress } from '../progress.ts';

/** Why the last build does not answer for the next one, each in a word. */
export type Reason =
  // Its stamp.
  | 'stamp'
  | 'newer'
  | 'foreign'
  | 'moved'
  | 'clock'
  | 'expired'
  // What goes into a build.
  | 'harden'
  | 'plan'
  | 'options'
  | 'environment'
  | 'commit'
  | 'lock'
  | 'sources'
  | 'upstream'
  | 'engine'
  // What came of it.
  | 'output'
  | 'report'
  // What is always built.
  | 'signed'
  | 'offline'
  | 'platforms'
  | 'base'
  | 'signature'
  | 'apk'
  | 'ssh'
  | 'unlocked'
  | 'large'
  | 'link'
  | 'special';

/** Thrown inside this folder alone: what it is about ends here, and a build is made. */
export class Refused extends Error {
  readonly reason: Reason;
  /** The file, image or setting, where it is one. */
  readonly about: string | undefined;

  constructor(reason: Reason, about?: string) {
    super(about === undefined ? reason : `${reason}: ${about}`);
    this.reason = reason;
    this.about = about;
  }
}

/** For whoever wonders why a build was made; docs/unchanged.md says what each word means. */
export function tellRefused({ message }: Refused, progress: Progress): void {
  progress({ phase: 'stamp', message: `does not hold: ${message}` });
}
