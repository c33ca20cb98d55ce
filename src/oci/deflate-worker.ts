import { parentPort } from 'node:worker_threads';
import { type DeflateLevel, deflated } from './deflate.ts';

/** Bytes, and how they are to be compressed. */
export interface Task {
  part: Uint8Array;
  level: DeflateLevel;
}

// A thread of deflate-pool.ts: a task comes in, its bytes go out.
parentPort?.on('message', ({ part, level }: Task) => {
  // A copy that owns its memory, which can be handed over as a whole.
  const bytes = Uint8Array.from(deflated(part, level));
  parentPort?.postMessage(bytes, [bytes.buffer]);
});
