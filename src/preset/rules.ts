import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type Path, type SourceMap, valueSpan } from '../spec/source-map.ts';
import { referencesOf } from './interpolate.ts';
import type { PresetData, When } from './schema.ts';
import { TOOLCHAIN } from './when.ts';

type Rule = (data: PresetData, source: SourceMap) => Diagnostic[];

/** What a preset's keys must be to each other. */
export function presetRules(data: PresetData, source: SourceMap): Diagnostic[] {
  return RULES.flatMap((rule) => rule(data, source));
}

/** Every `${{ … }}` names an input; nothing else can stand there. */
const referencesAreInputs: Rule = (data, source) => {
  const found: Diagnostic[] = [];
  eachText(data, [], (text, path) => {
    for (const { text: reference, input } of referencesOf(text)) {
      if (input !== undefined && Object.hasOwn(data.inputs, input)) continue;
      found.push(unknownInput(reference, input ?? reference, path, data, source));
    }
  });
  return found;
};

const namesAreInputs: Rule = (data, source) => {
  const named: [string, Path][] = [
    ...(data.versions ?? []).map(({ input }, i): [string, Path] => [
      input,
      ['versions', i, 'input'],
    ]),
    ...(data.ranges ?? []).map(({ input }, i): [string, Path] => [input, ['ranges', i, 'input']]),
    ...(data.variants ?? []).flatMap(({ when }, i) =>
      Object.keys(when).map((key): [string, Path] => [key, ['variants', i, 'when', key]]),
    ),
    ...conditions(data),
  ];
  return named
    .filter(([input]) => !Object.hasOwn(data.inputs, input))
    .map(([input, path]) => unknownInput(JSON.stringify(input), input, path, data, source));
};

/** Inputs that parts of a preset hang on. */
function conditions({ dependencies, build, artifacts, expect = [] }: PresetData): [string, Path][] {
  const lists: [Path, readonly { when?: When | undefined }[]][] = [
    [['dependencies', 'steps'], dependencies?.steps ?? []],
    [['build', 'steps'], build.steps],
    [['artifacts'], artifacts],
    [['expect'], expect],
  ];
  return lists.flatMap(([path, list]) =>
    list.flatMap(({ when = {} }, i) =>
      Object.keys(when)
        .filter((key) => !(path.includes('steps') && key === TOOLCHAIN))
        .map((key): [string, Path] => [key, [...path, i, 'when', key]]),
    ),
  );
}

const sourcesGiveSomething: Rule = ({ versions = [] }, source) =>
  versions.flatMap(({ pattern, value, file }, i) => {
    if (value !== undefined || pattern?.includes('(')) return [];
    const span = valueSpan(source, ['versions', i]);
    const hint = 'add a pattern with a group, such as ^go (.+)$, or a value';
    return [error('preset/invalid', `${file} gives no value`, { span, hint })];
  });

const defaultsFit: Rule = (data, source) =>
  Object.entries(data.inputs).flatMap(([name, input]) => {
    const span = valueSpan(source, ['inputs', name]);
    if (input.type === 'enum' && !input.values) {
      const hint = 'add values: [one, another]';
      return [
        error('preset/invalid', `the input ${name} is an enum without values`, { span, hint }),
      ];
    }
    if (input.default === undefined || accepts(input, input.default)) return [];
    const message = `the default ${JSON.stringify(input.default)} of ${name} is no value it takes`;
    return [error('preset/invalid', message, { span, hint: `give ${expectation(input)}` })];
  });

const RULES: Rule[] = [referencesAreInputs, namesAreInputs, sourcesGiveSomething, defaultsFit];

type Input = PresetData['inputs'][string];

/** Whether an input takes a value. */
export function accepts(input: Input, value: string): boolean {
  if (input.type === 'boolean') return value === 'true' || value === 'false';
  if (input.type === 'enum') return input.values?.includes(value) === true;
  return !/[\0\r\n]/.test(value) && new RegExp(`^(?:${input.pattern ?? '.*'})$`, 'u').test(value);
}

/** What an input takes, for a message. */
export function expectation(input: Input): string {
  if (input.type === 'boolean') return 'true or false';
  if (input.type === 'enum') return `one of ${input.values?.join(', ')}`;
  return input.pattern ? `text like ${input.pattern}` : 'text on one line';
}

function unknownInput(
  shown: string,
  name: string,
  path: Path,
  data: PresetData,
  source: SourceMap,
): Diagnostic {
  const names = Object.keys(data.inputs);
  const near = suggest(name, names);
  return error('preset/unknown-input', `${shown} is no input of the preset ${data.name}`, {
    span: valueSpan(source, path),
    hint: near ? `did you mean ${near}?` : `use one of: ${names.join(', ')}`,
  });
}

function eachText(value: unknown, path: Path, visit: (text: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    eachText(inner, [...path, Array.isArray(value) ? Number(key) : key], visit);
  }
}
