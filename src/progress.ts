/** What a long-running part tells while it works; whoever called decides how it is shown. */
export interface ProgressEvent {
  /** A word for the part: `engine`, `inputs`, `image`, `debian`, `build`, `assemble`, `scan`, … */
  phase: string;
  message: string;
  /** Bytes or items, where they are known. */
  done?: number;
  total?: number;
  /** What is counted, where people want to read it. */
  unit?: 'bytes';
}

export type Progress = (event: ProgressEvent) => void;
