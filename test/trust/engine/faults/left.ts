import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf } from '../../../../src/engine/processes.ts';
import type { Place } from './place.ts';

/** What a run makes on its way, which is gone when it ends. */
const HALF = /^(?:run|part|measure)-/;

/** Watches a program, and tells afterwards what it left: processes, files, mounts. Linux only. */
export function watchLeft({ folder, project, temporary }: Place, program: ChildProcess) {
  const started = new Map<number, string>();
  const look = () => {
    for (const pid of below(program.pid ?? 0)) started.set(pid, birth(pid));
  };
  const timer = setInterval(look, 50);
  look();
  return async (): Promise<string[]> => {
    clearInterval(timer);
    const running = () => [...started].filter(([pid, born]) => born !== '' && birth(pid) === born);
    // What ends because the program did needs a moment.
    for (let tries = 0; tries < 30 && running().length > 0; tries++) await sleep(100);
    const outputs = await readdir(join(project, '.harden')).catch(() => []);
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
    return [
      ...running().map(([pid]) => `process ${pid}`),
      ...outputs.filter((name) => HALF.test(name)).map((name) => `.harden/${name}`),
      ...(await readdir(temporary)).map((name) => `temporary ${name}`),
      ...mounts.filter((line) => line.includes(folder)),
    ];
  };
}

/** The processes that a process started, and what these did. */
export function below(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...below(child)]);
}

/** When a process began, in ticks since the machine did; one that only waits to be buried is gone. */
function birth(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
