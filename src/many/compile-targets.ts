import { type Compiled, type CompileResult, compileSpec } from '../compile.ts';
import type { Target } from './targets.ts';

/** A target with its plan, or with all that is wrong with it. */
export interface CompiledTarget extends Omit<Target, 'read'> {
  result: CompileResult;
}

/** One whose plan is known. */
export interface PlannedTarget extends Omit<Target, 'read'> {
  compiled: Compiled;
}

export function compileTargets(targets: readonly Target[]): Promise<CompiledTarget[]> {
  return Promise.all(
    targets.map(async ({ read, ...target }) => ({
      ...target,
      result: read.ok ? await compileSpec(read.value) : read,
    })),
  );
}

export function plannedOf(targets: readonly CompiledTarget[]): PlannedTarget[] {
  return targets.flatMap(({ result, ...target }) =>
    result.ok ? [{ ...target, compiled: result.value }] : [],
  );
}
