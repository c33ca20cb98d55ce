import type { CiLog } from '../ci/log.ts';

/** What a command knows of the terminal and the process it runs in. */
export interface Terminal {
  /** The result: a digest reference, a document. */
  out(text: string): void;
  /** The talk: progress, diagnostics, reports for people. */
  err(text: string): void;
  /** What is drawn over and over, such as progress; absent with `--quiet`. */
  draw?: (text: string) => void;
  /** The file that `--log-file` names. */
  log?: (text: string) => void;
  /** The log of a CI that marks lines and folds parts. */
  ci?: CiLog;
  /** Only results and what went wrong. */
  quiet?: boolean;
  color: boolean;
  /** Columns. */
  width: number;
  /** Whether lines already printed may be rewritten. */
  live: boolean;
  /** Asks a person and gives the line that was typed; absent where nobody can answer. */
  ask?: (question: string) => Promise<string>;
  cwd: string;
  env: NodeJS.ProcessEnv;
  now(): Date;
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

/** Work that was interrupted and has left something; the message says what. */
export class Interrupted extends Error {}

/** A command's options as cac gives them; text options are read again from the raw arguments. */
export type Options = Record<string, unknown>;

export type CommandRun = (
  args: readonly string[],
  options: Options,
  terminal: Terminal,
) => Promise<number>;

/** What every run that needs an engine takes from the command line and the process. */
export function surroundings(options: Options, { env, now, signal }: Terminal) {
  const engine = options['engine'];
  return { ...(engine ? { engine: [engine].flat().join(',') } : {}), env, now, signal };
}
