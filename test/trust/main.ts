import { parentPort } from 'node:worker_threads';
import type { Line } from './section.ts';
import { SECTIONS } from './sections.ts';
import { table, withTable } from './table.ts';

/** What the worker of `npm run trust` says: which case it is at, and the lines that are done. */
export type Message = { at: string } | { line: Line };

export { table, withTable };

/** Runs every section whose name has the word, one after the other. */
async function main(): Promise<void> {
  const say = (message: Message) => parentPort?.postMessage(message);
  for (const section of SECTIONS) {
    const begins = (name: string) => say({ at: `${section.name}: ${name}` });
    say({ line: await section.run({ amount: 'full', begins }) });
  }
}

if (parentPort) await main();
