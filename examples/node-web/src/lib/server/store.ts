import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { incidents } from './incidents.ts';
import { journal } from './journal.ts';

let opened: ReturnType<typeof incidents> | undefined;

/** Opens the journal in this folder; without a place to write, the server does not start. */
export function openStore(folder: string): void {
  mkdirSync(folder, { recursive: true });
  opened = incidents(journal(join(folder, 'incidents.jsonl')));
}

export function store(): ReturnType<typeof incidents> {
  if (!opened) throw new Error('the store is not open');
  return opened;
}
