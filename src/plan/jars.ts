import type { BuildPlan } from './types.ts';

/** Whether a plan ships jars, for which a scanner needs an index of their names. */
export function shipsJars({ expect }: Pick<BuildPlan, 'expect'>): boolean {
  return expect.some(({ kind }) => kind === 'java-jars');
}
