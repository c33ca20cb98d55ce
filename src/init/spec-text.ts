import { visible, visibleJson } from '../report/visible.ts';
import type { Draft } from './types.ts';

const WIDTH = 100;
/** A map on one line is read at a glance up to here. */
const FLOW = 60;

/** The text of hardening.yaml: what differs from the defaults, and beside a guess why it is one. */
export function specText(draft: Draft, schema: string): string {
  const { notes, runtime, toolchain, smoke } = draft;
  const inputs = Object.entries(draft.with);
  return [
    `# yaml-language-server: $schema=${schema}`,
    'version: 1',
    `language: ${scalar(draft.language)}`,
    ...(inputs.length > 0 ? entry('with', flowMap(draft.with), notes['with']) : []),
    ...entry('entrypoint', flowList(draft.entrypoint), notes['entrypoint']),
    ...entry('base', draft.base, undefined, draft.baseReason ?? 'harden choose tries every base'),
    ...(Object.keys(runtime).length > 0 ? runtimeLines(draft) : []),
    ...(toolchain ? toolchainLines(toolchain, notes['toolchain']) : []),
    ...(smoke ? ['smoke:', ...entry('  - http', flowMap(smoke), notes['smoke'])] : []),
    '',
  ].join('\n');
}

/** A comment stands at the end of a line where it fits, else above it. */
function entry(key: string, value: string, guess: string | undefined, comment?: string): string[] {
  const line = `${key}: ${value}`;
  const said = guess === undefined ? comment : `a guess: ${guess}`;
  if (said === undefined) return [line];
  // A line end in a name would end the comment.
  const note = visible(said);
  const indent = /^ */.exec(key)?.[0] ?? '';
  return line.length + note.length + 3 <= WIDTH
    ? [`${line} # ${note}`]
    : [`${indent}# ${note}`, line];
}

function runtimeLines({ runtime, notes }: Draft): string[] {
  const flow = flowMap(runtime);
  if (Object.keys(runtime).length === 1 || flow.length < FLOW) {
    const guess = [notes['runtime'], notes['writable']].filter(Boolean).join('; ');
    return entry('runtime', flow, guess || undefined);
  }
  const guesses: Record<string, string | undefined> = {
    ports: notes['runtime'],
    writable: notes['writable'],
  };
  const lines = Object.entries(runtime).flatMap(([key, value]) =>
    entry(`  ${key}`, flowValue(value), guesses[key]),
  );
  return ['runtime:', ...lines];
}

function toolchainLines(
  { debian, packages }: NonNullable<Draft['toolchain']>,
  guess: string | undefined,
): string[] {
  const list = packages.map((name) => `    - ${scalar(name)}`);
  return [
    'toolchain:',
    `  debian: ${debian}`,
    ...entry('  packages', '', guess).map((line) => line.trimEnd()),
    ...list,
  ];
}

function flowValue(value: unknown): string {
  if (Array.isArray(value)) return flowList(value);
  if (typeof value === 'object' && value !== null) return flowMap(value);
  return typeof value === 'string' ? scalar(value) : String(value);
}

function flowList(items: readonly unknown[]): string {
  return `[${items.map(flowValue).join(', ')}]`;
}

function flowMap(map: object): string {
  const pairs = Object.entries(map).map(([key, value]) => `${scalar(key)}: ${flowValue(value)}`);
  return `{${pairs.join(', ')}}`;
}

/** Words that YAML 1.1 or 1.2 would read as something else than text. */
const OTHER = /^(?:true|false|yes|no|on|off|null|y|n|~)$/i;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+(?::\d+)?$/;
const PLAIN = /^[A-Za-z_/.@-](?:[\w./@+=-]|:(?=\S))*$/;

/** A text as YAML: plain where it cannot be read as anything else, else in quotes. */
function scalar(text: string): string {
  if (ADDRESS.test(text)) return text;
  const safe =
    PLAIN.test(text) && !OTHER.test(text) && !/^(?:-$|---|\.\d|\.(?:inf|nan)$|@)/i.test(text);
  return safe ? text : visibleJson(JSON.stringify(text));
}
