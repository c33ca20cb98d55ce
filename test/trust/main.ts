import { parentPort, workerData } from 'node:worker_threads';
import { interruptAll } from '../program.ts';
import { ENGINE_SECTIONS } from './engine/sections.ts';
import type { Line } from './section.ts';
import { SECTIONS } from './sections.ts';
import { table, withTable } from './table.ts';

/** What the worker of `npm run trust` says: which case it is at, and the lines that are done. */
export type Message = { at: string; seconds: number } | { line: Line };

export { table, withTable };

/** Whether one of the sections that are asked for needs an engine. */
export function onEngine(words: string[]): boolean {
  return ENGINE_SECTIONS.some(isAsked(words));
}

function isAsked(words: string[]): (section: { name: string }) => boolean {
  return ({ name }) => words.length === 0 || words.some((word) => name.includes(word));
}

/** Whoever is told to stop ends what he started, and cleans up. */
function untilTold(): AbortSignal {
  const told = new AbortController();
  parentPort?.once('message', () => {
    told.abort();
    interruptAll();
  });
  return told.signal;
}

/** Runs the sections whose names have one of the words, or all, one after the other. */
async function main(): Promise<void> {
  const say = (message: Message) => parentPort?.postMessage(message);
  const { words, whole }: { words: string[]; whole: boolean } = workerData;
  const asked = isAsked(words);
  const signal = untilTold();
  for (const section of [...SECTIONS, ...ENGINE_SECTIONS].filter(asked)) {
    const trying = (names: readonly string[]) =>
      say({ at: `${section.name}: ${names.join(', or ')}`, seconds: section.seconds });
    const line = await section.run({ amount: 'full', whole, trying, signal });
    if (signal.aborted) break;
    say({ line });
  }
}

if (parentPort) {
  await main();
  parentPort.close();
}
