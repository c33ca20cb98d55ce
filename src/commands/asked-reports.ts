import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type AskedReport, readAsked } from '../report/asked.ts';
import type { Options, Terminal } from './terminal.ts';

/**
 * The reports that `--report` asks for, read before any work: minutes later is too late to learn of a
 * mistyped name.
 * @throws HardenError cli/bad-option with every mistake in them.
 */
export function askedReports(options: Options, { cwd }: Terminal): AskedReport[] {
  const given = options['report'];
  const values = given === undefined ? [] : [given].flat();
  const read = readAsked(values.map(String));
  if (!read.ok) throw new HardenError(...read.diagnostics);
  const folders = read.value.filter(({ path }) => isFolder(resolve(cwd, path)));
  if (folders.length === 0) return read.value;
  throw new HardenError(
    ...folders.map(({ format, path }) =>
      error('cli/bad-option', `--report ${format}=${path} names a folder, expected a file`, {
        hint: `name a file in it: --report ${format}=${path.replace(/\/+$/, '')}/report`,
      }),
    ),
  );
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
