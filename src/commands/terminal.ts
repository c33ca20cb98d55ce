import { resolve } from 'node:path';
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
export function surroundings(options: Options, { cwd, env, now, signal }: Terminal) {
  const engine = options['engine'];
  const trustRoot = trustRootOf(options, env);
  return {
    ...(engine ? { engine: [engine].flat().join(',') } : {}),
    ...(trustRoot && { trustRoot: resolve(cwd, trustRoot) }),
    ...{ env, now, signal },
  };
}

/** The file of `--trust-root` or `HARDEN_TRUST_ROOT`. */
export function trustRootOf(options: Options, env: NodeJS.ProcessEnv): string | undefined {
  const file = options['trustRoot'] ?? env['HARDEN_TRUST_ROOT'];
  return file ? String(file) : undefined;
}
