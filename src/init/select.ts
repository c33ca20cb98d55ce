import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { Preset } from '../preset/types.ts';
import type { FoundProject, Sign } from './projects.ts';
import { propose } from './propose.ts';
import type { Choice, ProjectView } from './types.ts';
import { within } from './view.ts';

export type ReadySign = Sign & { preset: Preset };

/** A folder a spec can be proposed for, in one of these languages. */
export interface Candidate {
  folder: string;
  signs: ReadySign[];
}

export interface Selection {
  candidates: Candidate[];
  /** Projects inside of candidates: parts of them, or helpers. */
  others: FoundProject[];
  /** Why nothing can be proposed for the rest. */
  refused: Diagnostic[];
}

/**
 * The projects a spec is proposed for. What lies inside of one is part of it. A folder with no
 * program of its own, such as the top of a monorepo, gives way to those inside.
 */
export function selectProjects(view: ProjectView, found: readonly FoundProject[]): Selection {
  const candidates: Candidate[] = [];
  const others: FoundProject[] = [];
  const refused: { folder: string; diagnostics: Diagnostic[] }[] = [];
  for (const project of found) {
    const { folder } = project;
    const outer = candidates.find((one) => isInside(folder, one.folder));
    if (outer) {
      if (!isMember(project, outer)) others.push(project);
      continue;
    }
    const diagnostics: Diagnostic[] = [];
    const signs = project.signs.filter((sign): sign is ReadySign => {
      const problems = problemsOf(within(view, folder), project, sign);
      diagnostics.push(...problems);
      return problems.length === 0;
    });
    if (signs.length > 0) candidates.push({ folder, signs });
    else refused.push({ folder, diagnostics });
  }
  const alone = refused.filter(
    ({ folder }) => !candidates.some((one) => isInside(one.folder, folder)),
  );
  return { candidates, others, refused: alone.flatMap(({ diagnostics }) => diagnostics) };
}

function isMember({ signs }: FoundProject, outer: Candidate): boolean {
  return signs.every(({ language }) => {
    return language.members && outer.signs.some((one) => one.language === language);
  });
}

/** Which of several projects get a spec; all of them where nobody is asked. */
export function projectChoice(candidates: readonly Candidate[]): Choice {
  const each = candidates.map(({ folder, signs }) => ({
    value: folder,
    label: `${folder} (${signs.map(({ language }) => language.name).join(', ')})`,
    evidence: signs.map(({ evidence }) => ({ ...evidence, file: `${folder}/${evidence.file}` })),
  }));
  const options = [{ value: ALL, label: 'all of them', evidence: [] }, ...each];
  return { key: 'projects', question: 'There are several projects. Which get a spec?', options };
}

export const ALL = '*';

/** In which language a folder with signs of several is built. */
export function languageChoice({ signs }: Candidate): Choice {
  const options = signs.map(({ language, evidence }) => {
    return { value: language.name, label: language.title, evidence: [evidence] };
  });
  return { key: 'language', question: 'Which language is the program written in?', options };
}

function problemsOf(view: ProjectView, { folder }: FoundProject, sign: Sign): Diagnostic[] {
  const { language, preset, evidence, unready } = sign;
  const place = folder === '' ? evidence.file : `${folder}/${evidence.file}`;
  const shows = `${place} shows a ${language.title} project`;
  if (!preset) return [noPreset(shows, language.name)];
  if (unready) {
    const wanted = preset.data.detect.any.join(' or ');
    const message = `${shows} without ${wanted}, which the preset ${preset.name} needs`;
    return [error('init/not-ready', message, { hint: language.makeReady })];
  }
  const proposed = propose(view, { folder }, { ...sign, preset }, {});
  return proposed.ok ? [] : proposed.diagnostics;
}

/** Presets that no engine of ours has tried: what their programs are is for the user to say. */
const UNPROPOSED = new Set(['deno', 'dotnet', 'elixir', 'php', 'ruby']);

export function noPreset(shows: string, name: string): Diagnostic {
  if (UNPROPOSED.has(name)) {
    const hint = `write hardening.yaml yourself:\nversion: 1\nlanguage: ${name}\nentrypoint: [program, argument]\nIts inputs are in docs/presets.md`;
    return error('init/no-preset', `${shows}, which init proposes no spec for yet`, { hint });
  }
  const hint = `see what there is with: harden presets list, or write a preset of your own: language: ./presets/${name} (docs/presets.md)`;
  return error('init/no-preset', `${shows}, and there is no preset ${name}`, { hint });
}

function isInside(folder: string, parent: string): boolean {
  return parent === '' ? folder !== '' : folder.startsWith(`${parent}/`);
}
