import { expect } from 'vitest';
import type { RunReport } from '../../src/report/types.ts';
import { harden, type RunOptions } from '../program.ts';

/**
 * Builds a folder, whatever its last build was, and gives the report; fails unless the program ends with this code.
 */
export async function buildReport(
  folder: string,
  { code = 0, args = [], ...options }: RunOptions & { code?: number; args?: string[] } = {},
): Promise<RunReport> {
  const run = await harden(['build', folder, '--json', '--force', ...args], options);
  expect({ code: run.code, stderr: run.code === code ? '' : run.stderr }).toEqual({
    code,
    stderr: '',
  });
  return JSON.parse(run.stdout);
}

export function layersOf(report: RunReport, kind: RunReport['image']['layers'][number]['kind']) {
  return report.image.layers.filter((layer) => layer.kind === kind).map(({ digest }) => digest);
}
