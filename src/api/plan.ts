import { type Compiled, compileSpec } from '../compile.ts';
import { type Diagnostic, HardenError } from '../diagnostics/diagnostic.ts';
import type { BuildPlan, Platform } from '../plan/types.ts';
import type { Spec } from '../spec/schema.ts';
import { load, type Project } from './load.ts';
import type { CallOptions } from './options.ts';

export interface PlanOptions extends Pick<CallOptions, 'cwd'> {
  /** Of a spec with several images, the one of this name. */
  image?: string;
  /** Another platform than the spec names first. */
  platform?: Platform;
  /** Another base than the spec names. */
  base?: NonNullable<Spec['base']>;
}

/** A plan, and where it comes from. */
export interface Planned {
  /** What a build does, as plain JSON. */
  plan: BuildPlan;
  /** The spec's path, as it was given. */
  file: string;
  /** Absolute path of the project folder. */
  folder: string;
  warnings: Diagnostic[];
  /** What else the compiler knows, for `build`. */
  readonly [REST]: unknown;
}

const REST: unique symbol = Symbol('compiled');

/**
 * Compiles a project, or the one at a path, to a plan. Spec, preset and project files are read;
 * nothing is run and no engine is needed.
 * @throws HardenError spec/…, preset/…, plan/… with every mistake in it.
 */
export async function plan(
  project: Project | string = '.',
  options: PlanOptions = {},
): Promise<Planned> {
  const read = typeof project === 'string' ? await load(project, options) : project;
  const compiled = await compileSpec(read, options);
  if (!compiled.ok) throw new HardenError(...compiled.diagnostics).about(compiled.sources);
  const { plan, file, folder } = compiled.value;
  return { plan, file, folder, warnings: compiled.warnings, [REST]: compiled.value };
}

/**
 * What a build takes; the plan may be another one by now.
 * @throws TypeError for an object that was not made from what `plan` gave, such as one read from JSON.
 */
export function compiledOf({ plan, [REST]: rest }: Planned): Compiled {
  if (!rest) throw new TypeError('expected what plan() gives, or a copy of it with another plan');
  return { ...(rest as Compiled), plan };
}
