import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { RunReport } from '../types.ts';

/** One image of a run of several, and how it ended. */
export interface ImageRun {
  /** What tells it from the others: its folder, its image, or both as `folder:image`. */
  label: string;
  /** The folder or file, as the user would write it. */
  path: string;
  image?: string;
  /** `skipped`: it was not built, or not to its end, because another one failed. */
  status: 'passed' | 'failed' | 'skipped';
  exitCode: number;
  /** Milliseconds from its start to its end. */
  milliseconds: number;
  /** Absent where it ended before there was an image that could be judged. */
  report?: RunReport;
  /** What ended it, or is wrong with what it left. */
  diagnostics: Diagnostic[];
  /** The address of the engine that built it, where there were several. */
  engine?: string;
  /** References with tag and digest, where it was published. */
  published?: string[];
}

/** What `harden build` prints with `--json` for several images. */
export interface ManyReport {
  schemaVersion: 1;
  /** That of the image that ended worst. */
  exitCode: number;
  /** Milliseconds of the whole run. */
  milliseconds: number;
  /** Warnings of the run as a whole: the engines that it went without. */
  diagnostics?: Diagnostic[];
  images: ImageRun[];
}
