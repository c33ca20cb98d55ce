import { readArguments } from '../../init/command-line.ts';
import { argvOf, candidates } from '../../inspect/checks/entrypoint.ts';
import { SHELLS } from '../../inspect/checks/programs.ts';
import type { OciConfig } from '../../oci/spec.ts';
import type { Texts } from '../../packages/types.ts';
import { lastPart, shown, type Tree } from '../tree.ts';
import { scriptCommand, wrapped } from './wrappers.ts';

/** What the image starts, and by which way. */
export interface Start {
  /** The command of the program itself: no shell, no script, no wrapper before it. */
  argv: string[];
  /** The program's own file, below the root; absent where it is not there. */
  program?: string;
  /** Files that run or that lead to what runs, with the reason in words. */
  runs: Map<string, string>;
  /** A shell or package manager that does nothing but start the program: its path, the command without it. */
  idle?: { path: string; argv: string[] };
  /** Commands that a shell or a script was told, whose words may be programs. */
  commands: { by: string; text: string }[];
}

interface Input {
  config: OciConfig;
  tree: Tree;
  /** The interpreter of a script, by its path below the root. */
  interpreter: (path: string) => string | undefined;
  /** Texts of scripts of shells. */
  scripts: ReadonlyMap<string, string>;
  texts: Texts;
}

const MAX_STEPS = 8;

/** Follows the command of an image through shells, scripts and wrappers to the program that stays. */
export function startOf(input: Input): Start {
  const { config, tree } = input;
  const start: Start = { argv: argvOf(config), runs: new Map(), commands: [] };
  let by = 'the image starts it';
  for (let step = 0; step < MAX_STEPS && start.argv.length > 0; step++) {
    const path = find(start.argv[0] ?? '', input);
    if (path === undefined) return start;
    const file = tree.at(path)?.path;
    if (file === undefined) return start;
    const name = lastPart(path);
    const idle = idleCommand(start.argv, name, input);
    if (idle) {
      start.idle ??= { path: file, argv: idle };
      start.argv = idle;
      by = `the image starts it, by ${name}`;
      continue;
    }
    mark(start, input, path, `${by}: ${start.argv.join(' ')}`);
    if (SHELLS.test(name) && /^-\w*c$/.test(start.argv[1] ?? '')) {
      start.commands.push({ by: `${shown(path)} -c`, text: start.argv[2] ?? '' });
      return { ...start, program: file };
    }
    const script = SHELLS.test(name) ? scriptOf(start.argv, input) : undefined;
    if (script !== undefined) {
      mark(start, input, script, `${by}: ${start.argv.join(' ')}`);
      start.argv = start.argv.slice(1);
    }
    const rest = wrapped(start.argv) ?? passedOn(start, script ?? file, input);
    if (!rest) return { ...start, program: script ?? file };
    start.argv = rest;
    by = `started by ${shown(script ?? file)}`;
  }
  return start;
}

/** The command that a shell or a package manager is only there to start. */
function idleCommand(argv: readonly string[], name: string, { config, texts }: Input) {
  if (SHELLS.test(name) && /^-\w*c$/.test(argv[1] ?? '')) return readArguments(argv);
  const folder = (config.config?.WorkingDir || '/').replace(/^\/+|\/+$/g, '');
  return scriptCommand(argv, texts.get(folder === '' ? 'package.json' : `${folder}/package.json`));
}

/** The health check's program, which is run as well. */
export function healthOf(input: Input, start: Start): void {
  const [how, ...argv] = input.config.config?.Healthcheck?.Test ?? [];
  const why = `the health check runs it: ${argv.join(' ')}`;
  if (how === 'CMD') {
    const path = find(argv[0] ?? '', input);
    if (path !== undefined) mark(start, input, path, why);
  }
  if (how !== 'CMD-SHELL') return;
  const shell = find('/bin/sh', input);
  if (shell !== undefined) mark(start, input, shell, why);
  start.commands.push({ by: 'the health check', text: argv[0] ?? '' });
}

/** Programs that the commands of shells and scripts name, as far as their words tell. */
export function namedPrograms(start: Start, input: Input): void {
  for (const { by, text } of start.commands) {
    const words = new Set(text.replace(/^\s*#.*$/gm, '').match(/[\w./+-]+/g) ?? []);
    for (const word of words) {
      if (!/^(?:\/[\w./+-]+|[a-zA-Z][\w.+-]*)$/.test(word)) continue;
      const path = find(word, input);
      if (path !== undefined) mark(start, input, path, `${by} names it: ${word}`);
    }
  }
}

function mark(start: Start, { tree, interpreter }: Input, path: string, why: string): void {
  const link = tree.link(path);
  const file = tree.at(path);
  if (link && !start.runs.has(link.path)) start.runs.set(link.path, why);
  if (!file || start.runs.has(file.path)) return;
  start.runs.set(file.path, why);
  const runs = interpreter(file.path);
  const program = runs === undefined ? undefined : tree.at(runs);
  if (runs === undefined || !program) return;
  const reason = `it runs ${shown(file.path)}`;
  const via = tree.link(runs);
  if (via && !start.runs.has(via.path)) start.runs.set(via.path, reason);
  if (!start.runs.has(program.path)) start.runs.set(program.path, reason);
}

/** The path of a program as the runtime looks it up; links are not followed. */
function find(program: string, { config, tree }: Input): string | undefined {
  if (program === '') return undefined;
  const installed = `${config.config?.WorkingDir || ''}/node_modules/.bin/${program}`;
  return [...candidates(program, config), installed].find((path) => {
    const file = tree.at(path);
    return file !== undefined && file.type === 'file' && (file.mode & 0o111) !== 0;
  });
}

/** `sh /start.sh`: the script, below the root. */
function scriptOf([, word = '']: readonly string[], { config, tree }: Input): string | undefined {
  if (word === '' || word.startsWith('-')) return undefined;
  const folder = config.config?.WorkingDir || '/';
  const file = tree.at(word.startsWith('/') ? word : `${folder}/${word}`);
  return file?.type === 'file' ? file.path : undefined;
}

/** What a script of a shell hands on: its own arguments. */
function passedOn(start: Start, file: string, { scripts }: Input): string[] | undefined {
  const text = scripts.get(file);
  if (text === undefined) return undefined;
  start.commands.push({ by: shown(file), text });
  const rest = start.argv.slice(1);
  return /"\$@"|\$@|\$\*/.test(text) && rest.length > 0 ? rest : undefined;
}
