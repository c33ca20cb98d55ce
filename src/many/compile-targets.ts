import { type Compiled, type CompileOptions, type CompileResult, compileSpec } from '../compile.ts';
import type { Spec } from '../spec/schema.ts';
import type { Target } from './targets.ts';

/** A target with its plan, or with all that is wrong with it. */
export interface CompiledTarget extends Omit<Target, 'read'> {
  result: CompileResult;
  /** As it is written, where it can be read. */
  spec?: Spec;
}

/** One whose plan is known. */
export interface PlannedTarget extends Omit<Target, 'read'> {
  compiled: Compiled;
}

export function compileTargets(
  targets: readonly Target[],
  options: Pick<CompileOptions, 'platform'> = {},
): Promise<CompiledTarget[]> {
  return Promise.all(
    targets.map(async ({ read, ...target }) => ({
      ...target,
      ...(read.ok
        ? { result: await compileSpec(read.value, options), spec: read.value.spec }
        : { result: read }),
    })),
  );
}

export function plannedOf(targets: readonly CompiledTarget[]): PlannedTarget[] {
  return targets.flatMap(({ result, ...target }) =>
    result.ok ? [{ ...target, compiled: result.value }] : [],
  );
}
