import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { copyFile, mkdir, rename, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

const LARGEST_LOG = 20e6;

export interface Daemon {
  pid: number;
  /** Whether it has ended since it was started; only known to the process that started it. */
  ended: () => boolean;
}

/** Starts a program that goes on when we end, with a log of its own; the last run's becomes `.1`. */
export async function startDaemon(
  argv: readonly string[],
  options: { log: string; env: NodeJS.ProcessEnv },
): Promise<Daemon> {
  const [program = '', ...args] = argv;
  await mkdir(dirname(options.log), { recursive: true });
  await rename(options.log, `${options.log}.1`).catch(() => {});
  const log = openSync(options.log, 'a');
  const child = spawn(program, args, {
    cwd: '/',
    env: options.env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  return { pid: child.pid as number, ended: () => ended };
}

/** Keeps the log of a daemon that runs small. Truncates in place: it appends to the same file. */
export async function rotate(log: string): Promise<void> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size < LARGEST_LOG) return;
  await copyFile(log, `${log}.1`);
  await truncate(log);
}
