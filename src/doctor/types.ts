import type { Database } from '../scan/types.ts';

/** What was found out about a machine and a project. Sizes in bytes; times in RFC 3339. */
export interface Facts {
  now: string;
  harden: string;
  node: string;
  platform: string;
  engine: { native: NativeFacts; other?: OtherEngine };
  cache: { folder: string; free: number };
  project: { folder: string; free: number };
  registries: { host: string; login: boolean; mirrored: boolean; needsLogin: boolean }[];
  /** Names of variables, with their values where these are no secret. */
  proxy: Record<string, string>;
  ca?: { from: string; file: string; certificates: number };
  /** Of the last build. */
  databases: Database[];
  spec: SpecFacts;
  /** Folders that runs left which were killed. */
  leftRuns: string[];
  /** Programs of containers that an engine left which was killed. */
  leftProcesses: number[];
}

interface NativeFacts {
  installed: boolean;
  running: boolean;
  /** Steps of its installation that have changed since. */
  outdated: string[];
}

/** One that is used before the native engine. */
interface OtherEngine {
  words: string;
  answers: boolean | undefined;
  /** Addresses where nothing answers, while others do. */
  silent?: string[];
}

export type SpecFacts =
  | { kind: 'none' }
  | { kind: 'invalid'; file: string; problems: number }
  | { kind: 'valid'; file: string; schema: boolean; locked: boolean };

/** One thing that was looked at; `fix` is the command or the change that mends it. */
export interface Symptom {
  name: string;
  state: 'ok' | 'warning' | 'error';
  says: string;
  fix?: string;
}
