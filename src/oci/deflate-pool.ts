import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { packagePath } from '../package-root.ts';
import { type DeflateLevel, deflated } from './deflate.ts';
import type { Task } from './deflate-worker.ts';

/** Compresses bytes that are given away: its memory is not to be used any more. */
export type DeflatePool = (part: Uint8Array, level: DeflateLevel) => Promise<Uint8Array>;

interface Waiting extends Task {
  resolve: (bytes: Uint8Array) => void;
  reject: (cause: unknown) => void;
}

/** More threads would each have less than a layer to do. */
const MOST_THREADS = 8;

/** As many parts as this keep all threads busy; more would only take memory. */
export const PARTS_AT_ONCE = 2 * threads();

let shared: DeflatePool | undefined;

/** The threads of this process, which start with the first part and do not keep it alive. */
export function deflatePool(): DeflatePool {
  const program = packagePath('dist', 'deflate-worker.js');
  shared ??= existsSync(program) ? poolOf(program, threads()) : inOneThread;
  return shared;
}

/** A pool of so many threads of a program, which is deflate-worker.ts. */
export function poolOf(program: string, most: number): DeflatePool {
  const idle: Worker[] = [];
  const waiting: Waiting[] = [];
  let started = 0;
  const next = (): void => {
    const task = waiting[0];
    if (!task) return;
    const worker = idle.pop() ?? (started < most ? start() : undefined);
    if (!worker) return;
    waiting.shift();
    worker.ref();
    const settle = (act: () => void, again: boolean) => {
      worker.off('message', done).off('error', failed).unref();
      if (again) idle.push(worker);
      else started -= 1;
      act();
      next();
    };
    const done = (bytes: Uint8Array) => settle(() => task.resolve(bytes), true);
    const failed = (cause: unknown) => settle(() => task.reject(cause), false);
    worker.on('message', done).on('error', failed);
    const { part, level } = task;
    worker.postMessage({ part, level }, [part.buffer as ArrayBuffer]);
  };
  const start = (): Worker => {
    started += 1;
    return new Worker(program);
  };
  return (part, level) =>
    new Promise((resolve, reject) => {
      waiting.push({ part, level, resolve, reject });
      next();
    });
}

/** The sources run without a build: there is no program for a thread. */
function inOneThread(part: Uint8Array, level: DeflateLevel): Promise<Uint8Array> {
  return Promise.resolve(deflated(part, level));
}

function threads(): number {
  return Math.min(availableParallelism(), MOST_THREADS);
}
