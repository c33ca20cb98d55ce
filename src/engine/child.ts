import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Outcome {
  /** The exit code; -1 if the program could not be started or was ended by a signal. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Text for the program's standard input. */
  input?: string;
  /** Milliseconds, for `capture`. */
  timeout?: number;
  signal?: AbortSignal;
}

/** Runs a short program and keeps what it prints. Never throws: a program that is absent is -1. */
export function capture(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      ...(options.signal && { signal: options.signal }),
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      out.stderr += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const late = () => {
      child.kill('SIGKILL');
      // What it started may hold the pipes open for longer.
      child.stdout.destroy();
      child.stderr.destroy();
      settle({ code: -1, ...out });
    };
    const timer = options.timeout ? setTimeout(late, options.timeout) : undefined;
    child.on('error', (cause) => settle({ code: -1, ...out, stderr: out.stderr || cause.message }));
    child.on('close', (code) => settle({ code: code ?? -1, ...out }));
  });
}

/**
 * Runs a long program with its output in a log file and gives its exit code. An abort ends the
 * program and everything it started, and rejects with the signal's reason.
 */
export async function runLogged(
  argv: readonly string[],
  options: RunOptions & { log: string },
): Promise<number> {
  options.signal?.throwIfAborted();
  await mkdir(dirname(options.log), { recursive: true });
  const log = createWriteStream(options.log, { flags: 'a' });
  log.write(`$ ${argv.join(' ')}\n`);
  const [program = '', ...args] = argv;
  // A process group of its own, so that the compilers Go starts end with it.
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const stop = () => killGroup(child.pid);
  options.signal?.addEventListener('abort', stop, { once: true });
  const code = await new Promise<number>((resolve) => {
    child.on('error', (cause) => {
      log.write(`${cause.message}\n`);
      resolve(-1);
    });
    child.on('close', (exit) => resolve(exit ?? -1));
  });
  options.signal?.removeEventListener('abort', stop);
  await new Promise((resolve) => log.end(resolve));
  options.signal?.throwIfAborted();
  return code;
}

/** The last lines of a log, for a diagnostic's detail. */
export async function lastLines(file: string, count = 40): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
