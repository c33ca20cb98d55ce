import { type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { type AskedReport, readAsked } from '../report/asked.ts';
import type { Options, Terminal } from './terminal.ts';

/**
 * The reports that `--report` asks for, read before any work: minutes later is too late to learn of a
 * mistyped name.
 * @throws HardenError cli/bad-option with every mistake in them.
 */
export function askedReports<Name extends string>(
  options: Options,
  { cwd }: Terminal,
  known: readonly Name[],
): AskedReport<Name>[] {
  const given = options['report'];
  const values = given === undefined ? [] : [given].flat();
  const read = readAsked(values.map(String), known);
  if (!read.ok) throw new HardenError(...read.diagnostics);
  const wrong = read.value.flatMap((one) => unfit(one, resolve(cwd, one.path)));
  if (wrong.length > 0) throw new HardenError(...wrong);
  return read.value;
}

/** A report takes the place of a file as a whole, which a folder, a pipe or a device is not. */
function unfit({ format, path }: AskedReport<string>, absolute: string): Diagnostic[] {
  const found = statOf(absolute);
  if (!found || found.isFile()) return [];
  const what = found.isDirectory() ? 'a folder' : 'no regular file';
  const message = `--report ${format}=${path} names ${what}, expected a file`;
  const place = found.isDirectory() ? `${path.replace(/\/+$/, '')}/report` : 'report';
  return [error('cli/bad-option', message, { hint: `name a file: --report ${format}=${place}` })];
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
