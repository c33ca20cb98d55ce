import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What /proc counts in, on every architecture that Linux tells programs about. */
const TICKS_A_SECOND = 100;

/**
 * Whether a process runs; with `mark`, whether its command line holds that text, since process ids
 * are used again.
 */
export function isRunning(pid: number, mark?: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return mark === undefined || commandLine(pid).includes(mark);
}

/** The ids of processes with all the marks in their command lines. Linux only. */
export function processesWith(...marks: string[]): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => pid !== process.pid && marks.every((mark) => commandLine(pid).includes(mark)));
}

/** The ids of a process's children, whichever of its threads started them. Linux only. */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const list = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
      return list ? list.split(' ').map(Number) : [];
    });
  } catch {
    return [];
  }
}

/** What a process has used of the processor, in seconds; 0 when it is gone. Linux only. */
export function processorSeconds(pid: number): number {
  try {
    // The name in parentheses may hold spaces; after it, the 12th and 13th are user and system ticks.
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[^)]*$)/);
    const fields = rest.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}

/** Ends a process: SIGTERM, then SIGKILL after `grace` milliseconds. Returns when it is gone. */
export async function endProcess(pid: number, mark: string, grace: number): Promise<void> {
  if (!send(pid, mark, 'SIGTERM')) return;
  if (await gone(pid, mark, grace)) return;
  send(pid, mark, 'SIGKILL');
  await gone(pid, mark, 5_000);
}

function commandLine(pid: number): string {
  try {
    // A zombie has an empty command line, and so counts as gone.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function send(pid: number, mark: string, signal: NodeJS.Signals): boolean {
  if (!isRunning(pid, mark)) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function gone(pid: number, mark: string, within: number): Promise<boolean> {
  const end = Date.now() + within;
  while (isRunning(pid, mark)) {
    if (Date.now() > end) return false;
    await sleep(50);
  }
  return true;
}
