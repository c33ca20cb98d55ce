import { readArguments, readCommandLine } from '../command-line.ts';
import { evidenceAt } from '../lines.ts';
import type { NamedCommand } from '../procfile.ts';
import type { Evidence, Fact, ProjectView } from '../types.ts';
import { type BadLine, type Instruction, readDockerfile } from './lexer.ts';
import { expand, finalStages, type Stage, stagesOf } from './stages.ts';

/** What a Dockerfile says about the program that it makes an image of. */
export interface DockerfileHints {
  file: string;
  instructions: Instruction[];
  bad: BadLine[];
  stages: Stage[];
  final: Stage[];
  port?: Fact<number>;
  /** The variable PORT, which many programs take theirs from. */
  variable?: Fact<number>;
  command?: NamedCommand;
  health?: Fact<string>;
  /** Debian packages of the final stages, and of those that only build. */
  runtimePackages: Fact<string>[];
  buildPackages: Fact<string>[];
}

export const DOCKERFILES = ['Dockerfile', 'Containerfile', 'docker/Dockerfile'];

/** The hints of a project's Dockerfile, if it has one. */
export function dockerfileHints(
  view: ProjectView,
  file = DOCKERFILES.find((name) => view.has(name)),
): DockerfileHints | undefined {
  const text = file === undefined ? undefined : view.read(file);
  if (file === undefined || text === undefined) return undefined;
  const { instructions, bad } = readDockerfile(text);
  const stages = stagesOf(instructions);
  const final = finalStages(stages);
  const at = (one: Instruction) => evidenceAt(file, one.line, one.written);
  const port = exposed(final, at);
  const variable = portVariable(final, at);
  const command = commandOf(final, at);
  const health = healthOf(final, at);
  return {
    ...{ file, instructions, bad, stages, final },
    ...(port && { port }),
    ...(variable && { variable }),
    ...(command && { command }),
    ...(health && { health }),
    runtimePackages: packagesOf(final, at),
    buildPackages: packagesOf(
      stages.filter((one) => !final.includes(one)),
      at,
    ),
  };
}

type At = (one: Instruction) => Evidence;

/** The last of a kind counts, as for the image. */
function lastOf(final: readonly Stage[], name: string): Instruction | undefined {
  return final.flatMap(({ instructions }) => instructions).findLast((one) => one.name === name);
}

function variablesOf(final: readonly Stage[]): Record<string, string> {
  return final.at(-1)?.variables ?? {};
}

function exposed(final: readonly Stage[], at: At): Fact<number> | undefined {
  for (const one of final.flatMap(({ instructions }) => instructions)) {
    if (one.name !== 'EXPOSE') continue;
    const word = expand(one.rest, variablesOf(final)).split(/\s+/)[0] ?? '';
    const port = Number(/^(\d+)(?:\/tcp)?$/i.exec(word)?.[1] ?? 0);
    if (port > 0 && port <= 65535) return { value: port, evidence: [at(one)] };
  }
  return undefined;
}

function portVariable(final: readonly Stage[], at: At): Fact<number> | undefined {
  const value = Number(variablesOf(final)['PORT'] ?? 0);
  const all = final.flatMap(({ instructions }) => instructions);
  const one = all.findLast(({ name, rest }) => name === 'ENV' && /\bPORT\b/.test(rest));
  return one && value > 0 && value <= 65535 ? { value, evidence: [at(one)] } : undefined;
}

/** ENTRYPOINT with CMD after it, or CMD alone. */
function commandOf(final: readonly Stage[], at: At): NamedCommand | undefined {
  const entrypoint = lastOf(final, 'ENTRYPOINT');
  const cmd = lastOf(final, 'CMD');
  const first = entrypoint ?? cmd;
  if (!first) return undefined;
  const both = entrypoint?.json && cmd?.json ? [...entrypoint.json, ...cmd.json] : undefined;
  const argv = both ?? first.json;
  const known = variablesOf(final);
  const line = argv
    ? readArguments(argv.map((word) => expandKnown(word, known)))
    : readCommandLine(expandKnown(first.rest, known))?.argv;
  return {
    name: first.name,
    written: first.rest,
    line: line && { argv: line, env: {} },
    evidence: at(first),
  };
}

/** The port stays a variable: it is decided once, for the spec as a whole. */
function expandKnown(text: string, variables: Record<string, string>): string {
  const { PORT: _port, ...others } = variables;
  return expand(text.replace(/\$\{PORT(?::?-\d+)?\}/g, '$PORT'), others);
}

function healthOf(final: readonly Stage[], at: At): Fact<string> | undefined {
  const one = lastOf(final, 'HEALTHCHECK');
  const path =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::[^/\s"']+)?(\/[^\s"'\\)|;&,]*)/.exec(
      one?.rest ?? '',
    )?.[1];
  return one && path ? { value: path, evidence: [at(one)] } : undefined;
}

/** Packages that apt installs; options and variables are no packages. */
function packagesOf(stages: readonly Stage[], at: At): Fact<string>[] {
  const runs = stages.flatMap(({ instructions }) =>
    instructions.filter(({ name }) => name === 'RUN'),
  );
  return runs.flatMap((run) =>
    installed([run.rest, ...run.heredocs].join('\n')).map((value) => ({
      value,
      evidence: [at(run)],
    })),
  );
}

export function installed(script: string): string[] {
  const lists = script.matchAll(/\bapt(?:-get)?\s+(?:-\S+\s+)*install\s+([^&|;\n]*)/g);
  const words = [...lists].flatMap(([, list = '']) => list.split(/\s+/));
  const names = words.map((word) => word.replace(/[=/].*$/, ''));
  return [...new Set(names.filter((name) => /^[a-z0-9][a-z0-9+.-]+$/.test(name)))];
}
