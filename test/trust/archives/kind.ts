interface Sample {
  name: string;
  bytes: Uint8Array;
}

/** A kind of file: its reader gives what is not safe, or not right, in what it read. */
export interface Kind {
  name: string;
  /** What is looked at in what was read. */
  kept: string;
  good: Sample[];
  hostile: Sample[];
  /** `work` is the folder that may be written to. */
  read(file: string, work: string): Promise<string | undefined>;
  /** The same reader, or one in its place, without something. */
  takenOut: string;
  naive(file: string, work: string): Promise<string | undefined>;
}
