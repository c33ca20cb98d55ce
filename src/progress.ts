/** What a long-running part tells while it works; only the commands decide how it is shown. */
export interface ProgressEvent {
  phase: string;
  message: string;
  /** Bytes or items, where they are known. */
  done?: number;
  total?: number;
}

export type Progress = (event: ProgressEvent) => void;
