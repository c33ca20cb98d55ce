import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Incident, incidents } from './incidents.ts';
import { type Journal, journal } from './journal.ts';

let opened: ReturnType<typeof incidents> | undefined;

/**
 * Opens the journal in this folder; where it cannot be written, the server does not start. Without a
 * folder incidents are gone with the process.
 */
export function openStore(folder: string | undefined): void {
  opened = incidents(folder ? journalIn(folder) : { read: () => [], add: () => {} });
}

function journalIn(folder: string): Journal<Incident> {
  mkdirSync(folder, { recursive: true });
  return journal(join(folder, 'incidents.jsonl'));
}

export function store(): ReturnType<typeof incidents> {
  if (!opened) throw new Error('the store is not open');
  return opened;
}
