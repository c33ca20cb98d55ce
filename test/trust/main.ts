import { parentPort, workerData } from 'node:worker_threads';
import type { Line } from './section.ts';
import { SECTIONS } from './sections.ts';
import { table, withTable } from './table.ts';

/** What the worker of `npm run trust` says: which case it is at, and the lines that are done. */
export type Message = { at: string } | { line: Line };

export { table, withTable };

/** Runs the sections whose names have one of the words, or all, one after the other. */
async function main(): Promise<void> {
  const say = (message: Message) => parentPort?.postMessage(message);
  const words: string[] = workerData;
  const isAsked = (name: string) => words.length === 0 || words.some((word) => name.includes(word));
  for (const section of SECTIONS.filter(({ name }) => isAsked(name))) {
    const begins = (name: string) => say({ at: `${section.name}: ${name}` });
    say({ line: await section.run({ amount: 'full', begins }) });
  }
}

if (parentPort) await main();
