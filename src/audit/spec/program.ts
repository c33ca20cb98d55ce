import { LANGUAGES } from '../../init/languages/all.ts';
import type { CommandProgram, Language, ProjectView } from '../../init/types.ts';
import type { Preset } from '../../preset/types.ts';
import type { Facts } from '../facts.ts';
import type { Start } from '../needs/start.ts';
import { lastPart, shown } from '../tree.ts';
import { workdirView } from './workdir.ts';

/** The program of an image as a spec would start it. */
export interface SpecProgram extends CommandProgram {
  language: Language;
  /** Of the language, as the preset's input has it. */
  version?: string;
}

type PresetOf = (language: string) => Preset | undefined;

/** The program in the words of the language that it is of; else why it is not known, in words. */
export function specProgram(
  facts: Facts,
  start: Start,
  presetOf: PresetOf,
): SpecProgram | { unknown: string } {
  const { program, argv } = start;
  if (program === undefined) {
    const what =
      argv[0] === undefined ? 'the image starts nothing' : `${argv[0]} is not in the image`;
    return { unknown: `${what}, so no spec can be proposed` };
  }
  const known = RECOGNISED.find(({ is }) => is(program, facts));
  const language = LANGUAGES.find(({ name }) => name === known?.language);
  const preset = known && presetOf(known.language);
  if (!known || !language || !preset) {
    const hint = 'write one with language: binary, or that of its sources';
    return { unknown: `nothing says which language ${shown(program)} is written in: ${hint}` };
  }
  const view = workdirView(facts);
  const found = known.command(relative(argv, facts), { facts, program, view, language, preset });
  const version = known.version?.(facts, program);
  const same = version === undefined || version === preset.data.inputs['version']?.default;
  return { ...found, language, ...(!same && { version }) };
}

interface Context {
  facts: Facts;
  program: string;
  view: ProjectView;
  language: Language;
  preset: Preset;
}

interface Recognised {
  language: string;
  is(program: string, facts: Facts): boolean;
  command(argv: string[], context: Context): CommandProgram;
  version?(facts: Facts, program: string): string | undefined;
}

const RECOGNISED: Recognised[] = [
  {
    language: 'python',
    is: (program, facts) => isPython(program) || isPython(interpreterOf(program, facts)),
    command(argv, { facts, program, view, language, preset }) {
      const found = language.command(argv, view, preset);
      if (found) return found;
      const [owner] = facts.python.filter(({ files }) => files.includes(program));
      const module = owner?.modules[0] ?? lastPart(program);
      const guess = `${argv[0]} is a script of ${owner?.name ?? 'the image'}, and ${module} its module`;
      return { value: ['python3', '-m', module, ...argv.slice(1)], guess };
    },
    version(facts, program) {
      const name = lastPart(isPython(program) ? program : interpreterOf(program, facts));
      const { version } = facts.runtimes.find((one) => one.name === 'python') ?? {};
      return /3\.\d+/.exec(name)?.[0] ?? /^3\.\d+/.exec(version ?? '')?.[0];
    },
  },
  {
    language: 'node',
    is: (program, facts) => isNode(program) || isNode(interpreterOf(program, facts)),
    command(argv, { view, language, preset }) {
      const found = language.command(argv, view, preset);
      if (found) return found;
      const value = isNode(argv[0] ?? '') ? ['node', ...argv.slice(1)] : ['node', ...argv];
      return { value, guess: 'the image has no package.json beside the program' };
    },
    version: ({ runtimes, parts }) => major('node', /^nodejs$/, runtimes, parts),
  },
  {
    language: 'java',
    is: (program) => lastPart(program) === 'java',
    command(argv) {
      const at = argv.indexOf('-jar');
      if (at > 0)
        return { value: ['java', ...argv.slice(1, at + 1), '/app/app.jar', ...argv.slice(at + 2)] };
      return {
        value: ['java', '-jar', '/app/app.jar'],
        guess: 'the image names a class and no jar',
      };
    },
    version: ({ runtimes, parts }) => major('java', /^openjdk-\d+-jre/, runtimes, parts),
  },
  {
    language: 'go',
    is: (program, facts) => listOf(program, facts) === 'go',
    command: (argv) => ({ value: ['/app/server', ...argv.slice(1)] }),
  },
  {
    language: 'rust',
    is: (program, facts) => listOf(program, facts) === 'rust',
    command(argv, { program }) {
      const binary = lastPart(program);
      return { value: [`/app/${binary}`, ...argv.slice(1)], with: { binary } };
    },
  },
];

function isPython(path: string): boolean {
  return /^python[\d.]*$/.test(lastPart(path));
}

function isNode(path: string): boolean {
  return /^node(?:js)?$/.test(lastPart(path));
}

/** A script of a package manager for a language names its interpreter in its first line. */
function interpreterOf(program: string, { root, tree }: Facts): string {
  const found = root.scripts.find(({ path }) => path === `/${program}`)?.interpreter ?? '';
  return tree.at(found)?.path ?? found;
}

function listOf(program: string, { root }: Facts): string | undefined {
  return root.binaries.find(({ path }) => path === `/${program}`)?.linked?.list;
}

function major(
  name: string,
  packaged: RegExp,
  runtimes: Facts['runtimes'],
  parts: Facts['parts'],
): string | undefined {
  const runtime = runtimes.find((one) => one.name === name);
  const part = parts.find((one) => packaged.test(one.name));
  return /^(?:\d+:)?(\d+)/.exec(runtime?.version ?? part?.version ?? '')?.[1];
}

/** Paths below the working folder are those of the project. */
function relative(argv: readonly string[], { config }: Facts): string[] {
  const folder = `${config.config?.WorkingDir || '/'}/`.replace(/\/+$/, '/');
  const below = (word: string) => folder !== '/' && word.startsWith(folder);
  return argv.map((word, at) => (at > 0 && below(word) ? word.slice(folder.length) : word));
}
