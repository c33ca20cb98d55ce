/** What a test of the finished image gave. */
export interface SmokeResult {
  /** What was asked, for people: `GET :8080/healthz gives 200`. */
  name: string;
  pass: boolean;
  /** What was seen: `200 after 310 ms`. */
  evidence: string;
  milliseconds: number;
  /** The last lines the program printed, when it failed. */
  log?: string;
  /** Why, and what to change, when it is known. */
  diagnosis?: string;
}

/** What the probe saw of one test, unjudged. */
export interface SmokeFacts {
  /** Null: it was still running. Above 128: the signal that ended it, and 128. */
  exitCode: number | null;
  milliseconds: number;
  stdout: string;
  stderr: string;
  /** Of an HTTP answer. */
  status?: number;
  /** Whether its port took a connection. */
  listening?: boolean;
}
