import { type Diagnostic, error, type Span, warning } from '../diagnostics/diagnostic.ts';
import { listed } from '../diagnostics/listed.ts';
import type { ClosureProblem } from '../elf/closure.ts';
import type { Platform } from '../plan/types.ts';
import type { Abi } from './abi.ts';

export interface AbiContext {
  /** What the base is called in messages. */
  base: string;
  /** The line of the spec that asks for the base. */
  origin: Span;
  /** The package that has a library, where it is known. */
  packageOf: (library: string) => string | undefined;
  /** What the toolchain ran on, where that is not what the image is for. */
  builtOn?: Platform | undefined;
  /** What such a package is called in the spec, or undefined where the base takes none. */
  packagesKey: string | undefined;
}

/** What keeps the program from starting, as errors; what may be missed later, as warnings. */
export function abiDiagnostics(abi: Abi, context: AbiContext): Diagnostic[] {
  const spare = spareFiles(abi);
  const problems = abi.problems.filter(({ file }) => !spare.has(file));
  return [
    ...missingLibraries(problems, context),
    ...problems.flatMap((problem) => problemOf(problem, context)),
    ...otherBuilds(spare, context),
    ...abi.scripts.filter(({ starts }) => starts).map((script) => noInterpreter(script, context)),
    ...otherScripts(abi, context),
    ...abi.files.map(({ by, what, why }) =>
      warning('abi/missing-file', `${by} finds no ${what} on ${context.base}: ${why}`, {
        span: context.origin,
        hint: `take a base that has ${what}, such as base: distroless or base: debian`,
      }),
    ),
    ...abi.absent.map(({ library, opens, why }) =>
      warning(
        'abi/missing-library',
        `${library} loads ${opens.join(', ')} by itself, and the image has none: ${why}`,
        {
          span: context.origin,
          hint: `add the package that has them, if the program needs: ${why}`,
        },
      ),
    ),
  ];
}

const MOST_SHOWN = 3;

/** One error for each library, however many files ask for it. */
function missingLibraries(problems: readonly ClosureProblem[], context: AbiContext): Diagnostic[] {
  const askers = new Map<string, string[]>();
  for (const problem of problems) {
    if (problem.kind !== 'missing-library') continue;
    askers.set(problem.library, [...(askers.get(problem.library) ?? []), problem.file]);
  }
  return [...askers].map(([library, files]) => {
    const name = context.packageOf(library);
    const who = listed(files, MOST_SHOWN);
    const has = name ? `; the package ${name} has it` : '';
    const message = `${who} needs ${library}, which ${context.base} does not have${has}`;
    const add = name && context.packagesKey ? `${context.packagesKey}: [${name}], or ` : '';
    const hint = `write runtime: {${add}libraries: [${library}]} to take it from the toolchain, or libraries: auto for all`;
    return error('abi/missing-library', message, { span: context.origin, hint });
  });
}

function problemOf(problem: ClosureProblem, { base, origin, builtOn }: AbiContext): Diagnostic[] {
  switch (problem.kind) {
    case 'missing-library':
      return [];
    case 'missing-version': {
      const { file, library, version, newest } = problem;
      const has = newest
        ? `, and ${base} has up to ${newest}`
        : `, which that of ${base} does not have`;
      const hint = 'take a base of the release that the toolchain is of, or an older toolchain';
      const message = `${file} needs ${version} of ${library}${has}`;
      return [error('abi/missing-version', message, { span: origin, hint })];
    }
    case 'missing-loader': {
      const message = `${problem.file} is started by ${problem.loader}, which ${base} does not have`;
      const hint =
        'take a base with the C library of the toolchain, or link the program statically';
      return [error('abi/missing-loader', message, { span: origin, hint })];
    }
    case 'wrong-libc': {
      const { file, libc, expected } = problem;
      const message = `${file} is built for ${libc}, and ${base} has ${expected}`;
      const hint = `take a base with ${libc}, or a toolchain with ${expected}`;
      return [error('abi/wrong-libc', message, { span: origin, hint })];
    }
    case 'wrong-machine': {
      const { file, machine, expected } = problem;
      const message = `${file} is built for ${machine}, and the image is for ${expected}`;
      const hint = builtOn
        ? `it was built on ${builtOn}: use an engine on the platform of the image with --engine, or one that has an emulator for it`
        : 'build it for the platform of the image, or leave it out with exclude';
      return [error('abi/wrong-machine', message, { span: origin, hint })];
    }
    default:
      throw new Error(`no words for ${String(problem satisfies never)}`);
  }
}

/**
 * Native add-ons of npm packages come built for many platforms, in a folder each below prebuilds/,
 * and one of them is loaded: where one fits, the others are only bytes.
 */
function spareFiles({ problems, subjects }: Abi): Set<string> {
  const broken = new Set(problems.map(({ file }) => file));
  const fitting = new Set(
    subjects.filter((file) => !broken.has(file)).flatMap((file) => prebuildsOf(file) ?? []),
  );
  return new Set([...broken].filter((file) => fitting.has(prebuildsOf(file) ?? '')));
}

function prebuildsOf(file: string): string | undefined {
  return /^(.*\/prebuilds)\//.exec(file)?.[1];
}

function otherBuilds(spare: ReadonlySet<string>, { origin }: AbiContext): Diagnostic[] {
  const [first] = spare;
  if (first === undefined) return [];
  const message = `${spare.size} native files, such as ${first}, are for other platforms than the image`;
  const hint = 'leave them out to save their bytes: artifacts with exclude';
  return [warning('abi/wrong-machine', message, { span: origin, hint })];
}

function noInterpreter(
  { path, interpreter }: Abi['scripts'][number],
  { base, origin }: AbiContext,
): Diagnostic {
  const message = `${path} is a script for ${interpreter}, which ${base} does not have`;
  const hint = 'start the interpreter that the base has, with the script as its argument';
  return error('abi/missing-interpreter', message, { span: origin, hint });
}

function otherScripts({ scripts }: Abi, { base, origin }: AbiContext): Diagnostic[] {
  const others = scripts.filter(({ starts }) => !starts);
  if (others.length === 0) return [];
  const names = [...new Set(others.map(({ interpreter }) => interpreter))].sort();
  const [first] = others;
  const message = `${others.length} scripts, such as ${first?.path}, name ${names.join(', ')}, which ${base} does not have`;
  const hint = 'leave them out with exclude if nothing starts them';
  return [warning('abi/missing-interpreter', message, { span: origin, hint })];
}
