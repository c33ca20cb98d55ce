import type { Preset } from '../preset/types.ts';
import type { DockerfileHints } from './dockerfile/hints.ts';
import { type NamedCommand, procfileCommands } from './procfile.ts';
import {
  type Answers,
  type Choice,
  type Language,
  PORT,
  type Program,
  type ProjectView,
} from './types.ts';

/** The programs of a project, and the one that the spec is to start. */
export interface ChosenProgram {
  program: Program;
  choice?: Choice;
}

/**
 * A command that the project names itself counts before one that its code shows: first the Procfile,
 * then the Dockerfile. Undefined when there is neither.
 */
export function chooseProgram(
  view: ProjectView,
  language: Language,
  preset: Preset,
  hints: DockerfileHints | undefined,
  answers: Answers,
): ChosenProgram | undefined {
  const commands = [...procfileCommands(view), ...(hints?.command ? [hints.command] : [])];
  const named = commands.flatMap((one) => fromCommand(one, view, language, preset));
  const shown = language.programs(view, preset).map((one) => withArguments(one, language, hints));
  const programs = named.length > 0 ? named : shown.map((one) => withApart(one, shown));
  const [first] = programs;
  if (!first) return undefined;
  const choice = programs.length > 1 ? choiceOf(programs) : undefined;
  const chosen = programs.find(({ name }) => name === answers['program']);
  if (chosen) return { program: chosen };
  if (!choice || first.sure) return { program: first };
  const guess = first.guess ?? `one of ${programs.length} programs`;
  return { program: { ...first, guess }, choice };
}

/** A folder that holds the program itself, or all of them, is no other program's. */
function withApart(program: Program, all: readonly Program[]): Program {
  const own = `${program.folder ?? ''}/`;
  const apart = all
    .map(({ folder = '' }) => folder)
    .filter((folder) => folder !== '' && !own.startsWith(`${folder}/`));
  return apart.length > 0 ? { ...program, apart: [...new Set(apart)] } : program;
}

/** `ENTRYPOINT ["/bin/api", "serve"]`: the path is the preset's, the arguments are the program's. */
function withArguments(
  program: Program,
  { compiled }: Language,
  hints: DockerfileHints | undefined,
): Program {
  const [path = '', ...rest] = hints?.command?.line?.argv ?? [];
  if (!compiled || !hints?.command || path === '' || /\.sh$/.test(path)) return program;
  const evidence = [...program.evidence, hints.command.evidence];
  return { ...program, value: [...program.value, ...rest], evidence };
}

function fromCommand(
  { name, line, evidence }: NamedCommand,
  view: ProjectView,
  language: Language,
  preset: Preset,
): Program[] {
  const found = line && language.command(line.argv, view, preset);
  if (!found) return [];
  const env = { ...line.env, ...found.env };
  return [{ ...found, name, evidence: [evidence], ...(Object.keys(env).length > 0 && { env }) }];
}

function choiceOf(programs: readonly Program[]): Choice {
  const options = programs.map(({ name, value, evidence }) => {
    const shown = value.join(' ').replaceAll(PORT, '$PORT');
    return { value: name, label: name === shown ? name : `${name}: ${shown}`, evidence };
  });
  return { key: 'program', question: 'Which program does the image start?', options };
}
