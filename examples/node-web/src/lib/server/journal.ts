import { openSync, readFileSync, writeSync } from 'node:fs';

/** A file of JSON lines, only ever added to. */
export interface Journal<T> {
  read(): T[];
  add(entry: T): void;
}

export function journal<T>(file: string): Journal<T> {
  const to = openSync(file, 'a');
  return {
    read: () => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(parsed<T>),
    add: (entry) => void writeSync(to, `${JSON.stringify(entry)}\n`),
  };
}

function parsed<T>(line: string): T {
  return JSON.parse(line) as T;
}
