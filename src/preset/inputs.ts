import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { keySpan, valueSpan } from '../spec/source-map.ts';
import { accepts, expectation } from './rules.ts';
import type { Located, Preset, ProjectFiles } from './types.ts';

export type Inputs = Record<string, Located<string>>;

/**
 * The value of every input of a preset: `with` of the spec, else the first file of the project that
 * has it, else the default. All mistakes come back at once.
 */
export function resolveInputs(
  loaded: LoadedSpec,
  preset: Preset,
  files: ProjectFiles,
): Result<Inputs> {
  const given = loaded.spec.with ?? {};
  const problems = Object.keys(given).flatMap((name) => unknownInput(name, loaded, preset));
  const inputs: Inputs = {};
  for (const name of Object.keys(preset.data.inputs).sort()) {
    const found =
      fromSpec(name, loaded) ?? fromFiles(name, preset, files) ?? fromDefault(name, preset);
    if (found) inputs[name] = found;
    problems.push(
      ...contradiction(name, loaded, preset, files),
      ...problemOf(name, found, loaded, preset),
    );
  }
  return problems.length > 0 ? fail(...problems) : ok(inputs);
}

export function plainInputs(inputs: Inputs): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value]));
}

function fromSpec(name: string, { spec, source }: LoadedSpec): Located<string> | undefined {
  const value = Object.hasOwn(spec.with ?? {}, name) ? spec.with?.[name] : undefined;
  if (value === undefined) return undefined;
  return { value: String(value), origin: valueSpan(source, ['with', name]) };
}

/** What the files of a project say that an input is. */
export function fromFiles(
  name: string,
  { data }: Preset,
  files: ProjectFiles,
): Located<string> | undefined {
  return (data.versions ?? [])
    .filter(({ input }) => input === name)
    .map((source) => readFrom(source, files))
    .find((found) => found !== undefined);
}

type Source = Omit<NonNullable<Preset['data']['versions']>[number], 'input'>;

/** A file that only has to be there may be larger than what is read. */
export function readFrom(
  { file, pattern, value }: Source,
  files: ProjectFiles,
): Located<string> | undefined {
  if (value !== undefined && pattern === undefined) {
    return files.has(file) ? { value, origin: { file, line: 1, column: 1, length: 0 } } : undefined;
  }
  const text = files.read(file);
  const match = text === undefined ? null : new RegExp(pattern ?? '', 'mu').exec(text);
  const found = value ?? match?.[1];
  if (!text || !match || !found) return undefined;
  const at = match.index + Math.max(match[0].indexOf(match[1] ?? match[0]), 0);
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const length = (match[1] ?? match[0]).length;
  return { value: found, origin: { file, line: before.length, column, length } };
}

/** Files that are there and say different things: nobody can know which of them is old. */
function contradiction(
  name: string,
  { spec, source }: LoadedSpec,
  { data }: Preset,
  files: ProjectFiles,
): Diagnostic[] {
  if (Object.hasOwn(spec.with ?? {}, name)) return [];
  const there = (data.versions ?? []).filter(
    ({ input, pattern, value, file }) =>
      input === name && value !== undefined && pattern === undefined && files.has(file),
  );
  const [first, ...others] = there;
  const other = others.find(({ value }) => value !== first?.value);
  if (!first || !other) return [];
  const message = `${first.file} says that ${name} is ${first.value}, and ${other.file} that it is ${other.value}`;
  const hint = `delete the file that is out of date, or say which counts: with: {${name}: ${first.value}}`;
  return [error('preset/bad-input', message, { span: keySpan(source, ['language']), hint })];
}

function fromDefault(name: string, { data, source }: Preset): Located<string> | undefined {
  const value = data.inputs[name]?.default;
  if (value === undefined) return undefined;
  return { value, origin: valueSpan(source, ['inputs', name, 'default']) };
}

function unknownInput(name: string, { source }: LoadedSpec, preset: Preset): Diagnostic[] {
  const names = Object.keys(preset.data.inputs);
  if (names.includes(name)) return [];
  const near = suggest(name, names);
  return [
    error(
      'preset/unknown-input',
      `${JSON.stringify(name)} is no input of the preset ${preset.name}`,
      {
        span: keySpan(source, ['with', name]),
        hint: near ? `did you mean ${near}?` : `use one of: ${names.join(', ')}`,
      },
    ),
  ];
}

function problemOf(
  name: string,
  found: Located<string> | undefined,
  { source }: LoadedSpec,
  preset: Preset,
): Diagnostic[] {
  const input = preset.data.inputs[name];
  if (!input || (found && accepts(input, found.value))) return [];
  if (!found) {
    const message = `the preset ${preset.name} needs the input ${name}: ${input.description}`;
    const hint = input.hint ?? `add it below with: with: {${name}: "…"}`;
    return [error('preset/bad-input', message, { span: keySpan(source, ['language']), hint })];
  }
  const message = `the input ${name} is ${JSON.stringify(found.value)}, expected ${expectation(input)}`;
  const example = input.default ?? input.values?.[0];
  const hint = example ? `write it like ${name}: "${example}"` : input.description;
  return [error('preset/bad-input', message, { span: found.origin, hint })];
}
