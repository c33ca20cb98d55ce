import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './processes.ts';

const POLL_MS = 200;

/**
 * Runs `use` while no other process holds the lock file. Waits for a holder that lives, telling
 * `waiting` once; takes the lock of one that died.
 */
export async function withLock<T>(
  file: string,
  use: () => Promise<T>,
  options: { signal?: AbortSignal | undefined; waiting?: (pid: number) => void } = {},
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await take(file))) {
    const holder = await readHolder(file);
    if (holder === undefined) continue;
    if (!isRunning(holder)) {
      await dropStale(file, holder);
      continue;
    }
    if (!told) options.waiting?.(holder);
    told = true;
    await sleep(POLL_MS, undefined, options.signal ? { signal: options.signal } : {});
  }
  try {
    return await use();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** The holder's process id; undefined if the file went away in between. */
async function readHolder(file: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    if (text) return Number(text);
    // Made by another process, not written yet.
    await sleep(20);
  }
  return 0;
}

/** Moves the lock aside before it is removed, so that of two that find it stale only one wins. */
async function dropStale(file: string, holder: number): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const text = await readFile(aside, 'utf8').catch(() => '');
  if (Number(text) !== holder && isRunning(Number(text))) await rename(aside, file);
  else await rm(aside, { force: true });
}
