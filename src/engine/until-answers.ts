import { setTimeout as sleep } from 'node:timers/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Progress } from '../progress.ts';
import { lastLines } from './child.ts';
import type { Daemon } from './daemon.ts';
import type { InstancePaths } from './paths.ts';
import { ping } from './ping.ts';
import { processorSeconds } from './processes.ts';

/** An engine that was killed first removes its cache, which takes minutes when that is large. */
const PATIENCE = {
  idleMs: 30_000,
  /** Of the processor: what uses less than this in `idleMs` waits, as our own pings cost some. */
  workSeconds: 0.5,
  longestMs: 900_000,
  toldAfterMs: 10_000,
};

interface Waiting {
  progress: Progress;
  signal?: AbortSignal | undefined;
  patience?: typeof PATIENCE;
}

/**
 * Waits until the engine answers, as long as it works; `engine/start-failed` with the end of its
 * log if it ends, or neither answers nor uses the processor for half a minute.
 */
export async function untilAnswers(
  instance: InstancePaths,
  daemon: Daemon,
  { progress, signal, patience = PATIENCE }: Waiting,
): Promise<void> {
  const started = Date.now();
  let mark = { at: started, seconds: 0 };
  let told = false;
  while ((await ping(instance.address, 1_000)) !== 'answers') {
    signal?.throwIfAborted();
    if (daemon.ended()) throw await failed(instance, 'ended while it started');
    const now = Date.now();
    const seconds = processorSeconds(daemon.pid);
    if (seconds - mark.seconds > patience.workSeconds) mark = { at: now, seconds };
    const late = now - mark.at > patience.idleMs || now - started > patience.longestMs;
    if (late) {
      const waited = Math.round((now - started) / 1000);
      throw await failed(instance, `did not answer within ${waited} s`);
    }
    if (!told && now - started > patience.toldAfterMs) {
      const message = 'the engine is still starting: one that was killed removes its cache first';
      progress({ phase: 'engine', message });
      told = true;
    }
    await sleep(100);
  }
}

async function failed(instance: InstancePaths, what: string): Promise<HardenError> {
  return new HardenError(
    error('engine/start-failed', `the native engine "${instance.name}" ${what}`, {
      hint: `read ${instance.log}, correct what it names, then run harden engine start`,
      detail: await lastLines(instance.log),
    }),
  );
}
