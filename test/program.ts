import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packagePath } from '../src/package-root.ts';

export const ROOT = packagePath();
const CLI = join(ROOT, 'dist', 'cli.js');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Another cli.js than the built one. */
  program?: string;
  /** Whom it runs as; who starts it has to be root. */
  user?: { uid: number; gid: number };
}

/** The log is that of no CI, wherever the tests run. */
const NO_SYSTEM = { GITHUB_ACTIONS: '', GITLAB_CI: '', TF_BUILD: '' };

/** Runs the built program to its end. */
export async function harden(args: string[], options: RunOptions = {}): Promise<Finished> {
  return finished(start(args, options));
}

const running = new Set<ChildProcess>();

/** Starts the built program, for tests that interrupt it. */
export function start(args: string[], options: RunOptions = {}): ChildProcess {
  const child = spawn(process.execPath, [options.program ?? CLI, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...NO_SYSTEM, NO_COLOR: '1', CI: 'true', COLUMNS: '80', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Ends each program that was started here and still runs, as Ctrl-C at a terminal does. */
export function interruptAll(): void {
  for (const child of running) child.kill('SIGINT');
}

export async function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
