import type { CommandRun } from './terminal.ts';

/** One command: what `--help` says of it, and where its code is, loaded only when it runs. */
export interface CommandEntry {
  usage: string;
  description: string;
  options: [flag: string, description: string][];
  examples: string[];
  /** What the first argument may be, where it is one of a few words. */
  words?: string[];
  load(): Promise<CommandRun>;
}
