import { type Diagnostic, error, HardenError } from './diagnostics/diagnostic.ts';
import { DOCKERFILES } from './init/dockerfile/hints.ts';
import { otherLanguage } from './init/languages/others.ts';
import { findProjects, lookedFor } from './init/projects.ts';
import { ALL, type Candidate, noPreset, projectChoice, selectProjects } from './init/select.ts';
import type { ProjectView } from './init/types.ts';
import { within } from './init/view.ts';
import { type InitRequest, type Settled, settle } from './init-project.ts';
import { findPreset } from './preset/find.ts';
import { listPresets } from './preset/text.ts';
import type { Preset } from './preset/types.ts';
import { projectView } from './project-view.ts';

export interface InitResult {
  projects: Settled[];
  /** Other projects below, for which nothing was proposed. */
  others: { folder: string; languages: string[] }[];
  /** Folders whose project cannot be built yet, with the reason. */
  refused: Diagnostic[];
  truncated: boolean;
}

/**
 * Proposes a spec for every project in a folder, from its files alone: nothing is run. Throws
 * diagnostics where there is no project, or none that a preset can build.
 */
export async function init(request: InitRequest): Promise<InitResult> {
  const view = projectView(request.folder);
  const presets = await builtIn();
  const found = findProjects(view, presets);
  if (found.length === 0) throw new HardenError(nothingFound(request.folder, view, presets));
  const selected = selectProjects(view, found);
  const { others, refused } = selected;
  if (selected.candidates.length === 0) throw new HardenError(...refused);
  const candidates = withDockerfile(view, selected.candidates, request);
  const chosen = await whichOf(candidates, request);
  const projects: Settled[] = [];
  for (const candidate of chosen) projects.push(await settle(view, candidate, request));
  return {
    projects,
    others: others.map(({ folder, signs }) => ({
      folder,
      languages: signs.map(({ language }) => language.name),
    })),
    refused,
    truncated: view.truncated,
  };
}

/** With a Dockerfile to translate only projects that have it count. */
function withDockerfile(
  view: ProjectView,
  candidates: Candidate[],
  { dockerfile, folder }: InitRequest,
): Candidate[] {
  if (dockerfile === undefined) return candidates;
  const names = dockerfile === true ? DOCKERFILES : [dockerfile];
  const having = candidates.filter((one) => {
    const project = within(view, one.folder);
    return names.some((name) => /^\s*FROM\s/im.test(project.read(name) ?? ''));
  });
  if (having.length > 0) return having;
  const message = `there is no ${names.join(', no ')} below ${folder}`;
  const hint =
    'name the Dockerfile, relative to the folder of the project: harden init --from-dockerfile=docker/Dockerfile';
  throw new HardenError(error('init/no-dockerfile', message, { hint }));
}

async function whichOf(candidates: Candidate[], { ask }: InitRequest): Promise<Candidate[]> {
  if (candidates.length === 1 || !ask) return candidates;
  const answer = await ask(projectChoice(candidates), '');
  return answer === ALL ? candidates : candidates.filter(({ folder }) => folder === answer);
}

async function builtIn(): Promise<Preset[]> {
  const found = await Promise.all((await listPresets()).map((name) => findPreset(name, '.')));
  return found.map((one) => {
    if (!one.ok) throw new HardenError(...one.diagnostics);
    return one.value;
  });
}

function nothingFound(folder: string, view: ProjectView, presets: readonly Preset[]): Diagnostic {
  const other = otherLanguage(view);
  if (other) {
    return noPreset(`${other.evidence.file} shows a project in ${other.title}`, other.name);
  }
  const message =
    view.paths.length === 0
      ? `${folder} is empty`
      : `none of the ${view.paths.length} files below ${folder} shows a project`;
  const hint = `looked for were ${lookedFor(presets).join(', ')}: name the folder of your project, or write hardening.yaml yourself (docs/spec.md)`;
  return error('init/nothing-found', message, { hint });
}
