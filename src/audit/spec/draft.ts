import { type Draft, PORT } from '../../init/types.ts';
import type { Preset } from '../../preset/types.ts';
import type { Facts } from '../facts.ts';
import type { Start } from '../needs/start.ts';
import { nativeNames } from './native.ts';
import { type SpecProgram, specProgram } from './program.ts';
import { runtimeOf } from './settings.ts';

export interface SpecDraft {
  draft: Draft;
  /** What the spec does not have, and why. */
  notes: string[];
}

const DEFAULT_PORT = '8080';

/** A spec for what an image runs, of its config and of what its files show; else why there is none. */
export function specDraft(
  facts: Facts,
  start: Start,
  presetOf: (language: string) => Preset | undefined,
): SpecDraft | { unknown: string } {
  const program = specProgram(facts, start, presetOf);
  if ('unknown' in program) return program;
  const { language, version, guess } = program;
  const preset = presetOf(language.name);
  if (!preset) return { unknown: `there is no preset ${language.name}` };
  const { runtime, notes } = runtimeOf(facts.config, program.value, preset);
  const [port = DEFAULT_PORT] = (runtime.ports ?? []).map(String);
  const native = nativeNames(facts, start);
  const packages = native.debian.length > 0 ? { packages: native.debian } : {};
  const health = healthPath(facts);
  const writable = [...new Set([...(runtime.writable ?? []), ...(program.writable ?? [])])];
  const draft: Draft = {
    language: language.name,
    with: { ...program.with, ...(version && { version }) },
    entrypoint: program.value.map((word) => word.replaceAll(PORT, port)),
    base: preset.data.bases?.default ?? 'debian',
    runtime: {
      ...ordered(runtime, program),
      ...(writable.length > 0 && { writable }),
      ...packages,
    },
    ...(health && runtime.ports && { smoke: { path: health } }),
    notes: guess ? { entrypoint: guess } : {},
  };
  return { draft, notes: [...notes, ...native.notes, ...shellNotes(start)] };
}

function ordered(runtime: Draft['runtime'], { env }: SpecProgram): Draft['runtime'] {
  const all = { ...env, ...runtime.env };
  return { ...runtime, ...(Object.keys(all).length > 0 && { env: all }) };
}

/** `HEALTHCHECK CMD curl -f http://localhost:8080/healthz`: the path is what is asked for. */
function healthPath({ config }: Facts): string | undefined {
  const text = (config.config?.Healthcheck?.Test ?? []).join(' ');
  const path = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?(\/[\w./-]*)/.exec(
    text,
  )?.[1];
  return path;
}

function shellNotes({ commands }: Start): string[] {
  const scripts = [...new Set(commands.map(({ by }) => by))].filter((by) => by.startsWith('/'));
  return scripts.map((by) => `what ${by} does before it starts the program is left out`);
}
