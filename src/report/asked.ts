import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Format } from './formats.ts';

/** One `--report name=path`. */
export interface AskedReport<Name extends string = Format> {
  format: Name;
  /** As it was typed. */
  path: string;
}

/** The values of `--report`, or every mistake in them (cli/bad-option); `known` are the forms there are. */
export function readAsked<Name extends string = Format>(
  values: readonly string[],
  known: readonly Name[],
): Result<AskedReport<Name>[]> {
  const read = values.map((text) => readOne(text, known));
  const paths = read.flatMap((one) => (one.ok ? [one.value.path] : []));
  const twice = paths.filter((path, index) => paths.indexOf(path) < index);
  const problems = [
    ...read.flatMap((one) => (one.ok ? [] : one.diagnostics)),
    ...[...new Set(twice)].map(collision),
  ];
  if (problems.length > 0) return fail(...problems);
  return ok(read.flatMap((one) => (one.ok ? [one.value] : [])));
}

function readOne<Name extends string>(
  text: string,
  known: readonly Name[],
): Result<AskedReport<Name>> {
  const at = text.indexOf('=');
  const [name, path] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const format = known.find((one) => one === name);
  if (!format) return fail(unknown(name, path, known));
  if (path !== '') return ok({ format, path });
  const message = `--report ${format} has no path, expected ${format}=path`;
  return fail(error('cli/bad-option', message, { hint: `write: --report ${format}=path` }));
}

function unknown(name: string, path: string, known: readonly string[]): Diagnostic {
  const guess = suggest(name, known);
  const all = `one of: ${known.join(', ')}`;
  const hint = guess ? `write: --report ${guess}=${path || 'path'}, or ${all}` : `use ${all}`;
  return error('cli/bad-option', `there is no report ${JSON.stringify(name)}`, { hint });
}

function collision(path: string): Diagnostic {
  const message = `two reports are to be written to ${path}`;
  return error('cli/bad-option', message, { hint: 'give each report a path of its own' });
}
