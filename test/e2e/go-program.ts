import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildScanner } from '../../src/engine/build-scanner.ts';
import { withLock } from '../../src/engine/lock.ts';
import { labPaths } from '../../src/engine/paths.ts';
import type { GoProgram } from '../../src/engine/recipe.ts';

const run = promisify(execFile);

/** The path of a program that is built from its Go module once for all runs, by one test at a time. */
export async function goProgram(recipe: GoProgram): Promise<string> {
  const lab = labPaths();
  const program = join(lab.bin, recipe.name);
  const built = () => stat(program).catch(() => undefined);
  if (await built()) return program;
  await withLock(join(lab.logs, `${recipe.name}.lock`), async () => {
    if (!(await built())) await buildScanner(recipe, lab, undefined);
  });
  return program;
}

/** Runs a program to its end. */
export function ended(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return run(program, args, { ...options, maxBuffer: 1 << 28 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}
