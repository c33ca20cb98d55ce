import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { fromFiles } from '../preset/inputs.ts';
import type { Preset } from '../preset/types.ts';
import { contradictions } from './choices.ts';
import { dockerfileHints } from './dockerfile/hints.ts';
import { translate } from './dockerfile/translate.ts';
import { healthInCode } from './health.ts';
import { listening } from './listening.ts';
import { chooseProgram } from './programs.ts';
import type { FoundProject, Sign } from './projects.ts';
import { namedPackages, toolchainOf } from './toolchain.ts';
import type { Answers, Draft, Fact, Finding, Program, ProjectView, Proposal } from './types.ts';

export type Proposed = { ok: true; value: Proposal } | { ok: false; diagnostics: Diagnostic[] };

export interface ProposeOptions {
  /** The Dockerfile; without it the one that is there. */
  dockerfile?: string;
  /** Everything that it says is taken, and not only hints. */
  translate?: boolean;
}

/** A spec for a project in one of its languages, or why there can be none. `view` is the project's. */
export function propose(
  view: ProjectView,
  { folder }: Pick<FoundProject, 'folder'>,
  sign: Sign & { preset: Preset },
  answers: Answers,
  options: ProposeOptions = {},
): Proposed {
  const { language, preset } = sign;
  const hints = dockerfileHints(view, options.dockerfile);
  const chosen = chooseProgram(view, language, preset, hints, answers);
  if (!chosen) return { ok: false, diagnostics: [noProgram(view, folder, sign)] };
  const { program, choice } = chosen;
  const { argv, env, port } = listening(view, language, program, hints, answers);
  const health =
    port && (hints?.health ?? healthInCode(view, language, program) ?? language.health?.(view));
  const native = [...language.native(view), ...namedPackages(hints, preset)];
  const storage = language.storage?.(view, program);
  const writable = [...new Set([...(program.writable ?? []), ...(storage?.value.writable ?? [])])];
  const decided = contradictions(view, preset, answers);
  const inputs = { ...decided.with, ...language.inputs?.(view), ...withOf(program) };
  const draft: Draft = {
    language: language.name,
    with: { ...known(inputs, preset, view), ...valuesOf(decided.with) },
    entrypoint: argv,
    base: preset.data.bases?.default ?? 'debian',
    runtime: {
      ...(port && { ports: [port.value] }),
      ...envOf({ ...storage?.value.env, ...program.env, ...env }),
      ...(writable.length > 0 && { writable }),
      ...(native.length > 0 && { libraries: 'auto' }),
    },
    ...toolchainOf(preset, native),
    ...(health && { smoke: { path: health.value } }),
    notes: {},
  };
  const findings = [
    finding('language', { value: language.name, evidence: [sign.evidence] }),
    ...Object.entries(inputs)
      .filter(([name]) => name in draft.with)
      .map(([name, fact]) => finding(name, fact)),
    entrypointOf(program, argv),
    ...(port ? [finding('port', port)] : []),
    ...(health ? [finding('health', health)] : []),
    ...(storage ? [finding('database', { ...storage, value: storage.value.file })] : []),
    ...native.map((one) => finding('native', one)),
  ];
  for (const { what, why } of findings) {
    const key = KEYS[what] ?? 'with';
    if (key === 'writable' && writable.length === 0) continue;
    if (why) draft.notes[key] = [draft.notes[key], why].filter(Boolean).join('; ');
  }
  const choices = [...(choice ? [choice] : []), ...decided.choices];
  const todo = [...(program.todo ?? []), ...(storage?.value.todo ?? [])];
  const value: Proposal = { folder, draft, findings, choices, todo };
  if (!hints || !options.translate) return { ok: true, value };
  const commandTaken = program.evidence.some(({ file }) => file === hints.file);
  const version = fromFiles('version', preset, view)?.value;
  const translated = translate(hints, draft, { language, preset, version, commandTaken });
  const translation = { file: hints.file, lines: translated.lines };
  findings.push(...translated.findings);
  return { ok: true, value: { ...value, draft: translated.draft, translation } };
}

function envOf(env: Record<string, string>): Pick<Draft['runtime'], 'env'> {
  return Object.keys(env).length > 0 ? { env } : {};
}

/** The key of the spec that a finding ends up in. */
const KEYS: Record<string, string> = {
  language: 'language',
  entrypoint: 'entrypoint',
  port: 'runtime',
  health: 'smoke',
  database: 'writable',
  native: 'toolchain',
};

function finding(what: string, fact: Fact<string | number | boolean>): Finding {
  const { value, evidence, guess } = fact;
  const certainty = guess ? 'guess' : 'found';
  return { what, value: String(value), certainty, ...(guess && { why: guess }), evidence };
}

/** What an input chooses is as unsure as that input; the path of the program is the preset's. */
function entrypointOf({ guess, evidence, with: inputs }: Program, argv: string[]): Finding {
  const unsure = guess && !inputs ? { guess } : {};
  return finding('entrypoint', { value: argv.join(' '), evidence, ...unsure });
}

/** A program's own inputs are as sure as the program. */
function withOf({
  with: inputs = {},
  evidence,
  guess,
}: Program): Record<string, Fact<string | boolean>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      { value, evidence, ...(guess && { guess }) },
    ]),
  );
}

function valuesOf<T>(facts: Record<string, Fact<T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));
}

/** Only inputs the preset has, and none that has that value anyway. */
function known(
  inputs: Record<string, Fact<string | boolean>>,
  preset: Preset,
  view: ProjectView,
): Record<string, string | boolean> {
  const { data } = preset;
  const anyway = (name: string) =>
    fromFiles(name, preset, view)?.value ?? data.inputs[name]?.default;
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([name, { value }]) => name in data.inputs && anyway(name) !== String(value))
      .map(([name, { value }]) => [name, value]),
  );
}

function noProgram(view: ProjectView, folder: string, { language, evidence }: Sign): Diagnostic {
  const place = folder === '' ? evidence.file : `${folder}/${evidence.file}`;
  const why = language.why?.(view);
  const message = `${place} shows a ${language.title} project, and nothing in it says which program to start${why ? `: ${why}` : ''}`;
  const hint = `looked for were ${language.lookedFor}, a Procfile, and the CMD of a Dockerfile. Write hardening.yaml yourself, with your program in the last line:\nversion: 1\nlanguage: ${language.name}\nentrypoint: [/path/of/program, argument]`;
  return error('init/no-program', message, { hint });
}
