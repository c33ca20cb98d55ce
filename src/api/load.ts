import { resolve } from 'node:path';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { type ReadSpec, readSpec } from '../spec/read.ts';
import type { CallOptions } from './options.ts';

/** A spec that was read, and the project folder it lies in. */
export type Project = ReadSpec;

/**
 * Reads a spec from its file or from the folder it lies in. Nothing else is read, and nothing is run.
 * @throws HardenError spec/… with every mistake in it.
 */
export async function load(path = '.', { cwd }: Pick<CallOptions, 'cwd'> = {}): Promise<Project> {
  const read = await readSpec(cwd === undefined ? path : resolve(cwd, path));
  if (read.ok) return read.value;
  throw new HardenError(...read.diagnostics).about(read.sources);
}
