import type { ProjectFiles } from '../preset/types.ts';
import type { User } from './user.ts';

export type { User } from './user.ts';

/** What a test of the finished image gave. */
export interface SmokeResult {
  /** What was asked, for people: `GET :8080/healthz gives 200`. */
  name: string;
  pass: boolean;
  /** What was seen: `200 after 310 ms`. */
  evidence: string;
  milliseconds: number;
  /** The most bytes of memory that all its processes had at once, without pages of files. */
  memory?: number;
  /** The last lines the program printed, at most 20, when it failed. */
  log?: string;
  /** Why, and what to change, when it is known. */
  diagnosis?: string;
}

/** What the probe saw of one test, unjudged. */
export interface SmokeFacts {
  /** Null: it was still running. Above 128: the signal that ended it, and 128. */
  exitCode: number | null;
  /** From the start of the program to the answer, its end, or the end of the test's time. */
  milliseconds: number;
  /** Whether the text that a run has to print came by. */
  printed: boolean;
  /** The last lines of both outputs, when the probe found that the test does not hold. */
  log: string;
  /** Why the container runtime could not start the program. */
  problem: string;
  /** Whom it ran as: an engine without all ids takes the highest that it has. */
  uid?: number;
  /** Of the last HTTP answer. */
  status?: number;
  /** Whether that answer had the text that was asked for, and how its body begins. */
  fits?: boolean;
  body?: string;
  /** Whether its port took a connection. */
  listening?: boolean;
  /** Whether its health check ended with 0. */
  healthy?: boolean;
  /** The last line that the check printed, or the line of the program that was waited for. */
  said?: string;
  /** The most bytes that all its processes had at once, and how many it may have; 0: any. */
  memory?: number;
  allowed?: number;
  /** What it listened on when the time was up, like `127.0.0.1:8080` and `[::]:80`. */
  addresses?: string[];
}

/** What a failure can be explained with, beside the words of the program. */
export interface Known {
  /** All that the program and its container runtime said. */
  words: string;
  /** The folder that the program starts in. */
  workdir: string;
  /** Absolute paths of the files of the image. */
  files: readonly string[];
  project: ProjectFiles;
  /** Whom the program runs as. */
  user?: User;
  /** Whose each path of the image is, folders included. */
  rights?: ReadonlyMap<string, FileRights>;
}

export interface FileRights {
  mode: number;
  uid: number;
  gid: number;
  folder: boolean;
}

/** Words of a program that has failed, and what they mean here; nothing leaves it to the next. */
export interface Symptom {
  pattern: RegExp;
  text(match: RegExpExecArray, known: Known): string | undefined;
}
