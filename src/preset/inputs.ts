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
    problems.push(...problemOf(name, found, loaded, preset));
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

function fromFiles(
  name: string,
  { data }: Preset,
  files: ProjectFiles,
): Located<string> | undefined {
  for (const { file, pattern, input } of data.versions ?? []) {
    const text = input === name ? files.read(file) : undefined;
    const match = text === undefined ? null : new RegExp(pattern, 'mu').exec(text);
    if (!text || !match?.[1]) continue;
    const at = match.index + match[0].indexOf(match[1]);
    const before = text.slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return {
      value: match[1],
      origin: { file, line: before.length, column, length: match[1].length },
    };
  }
  return undefined;
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
    const hint = `add it below with: with: {${name}: "…"}`;
    return [error('preset/bad-input', message, { span: keySpan(source, ['language']), hint })];
  }
  const message = `the input ${name} is ${JSON.stringify(found.value)}, expected ${expectation(input)}`;
  const example = input.default ?? input.values?.[0];
  const hint = example ? `write it like ${name}: "${example}"` : input.description;
  return [error('preset/bad-input', message, { span: found.origin, hint })];
}
