import type { Comparison } from '../compare/types.ts';
import type { Image, RunReport } from '../report/types.ts';

export type Rebased = Unchanged | Moved;

/** The image is the one that the base of now gives: nothing was written. */
export interface Unchanged {
  changed: false;
  image: Pick<Image, 'name' | 'digest' | 'base'>;
}

/** The app stands on another base, or with other settings. */
export interface Moved {
  changed: true;
  /** Digest of the image that it was. */
  from: string;
  /** Digests of the layers that were taken over as they were built. */
  kept: string[];
  /** Of the image as it was. */
  before: RunReport;
  report: RunReport;
  /** Both by the same databases, where the old image could be scanned again. */
  comparison: Comparison;
  /** Whether the lock has the new base now. */
  locked: boolean;
}
