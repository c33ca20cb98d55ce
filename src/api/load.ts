import { isAbsolute, relative, resolve } from 'node:path';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { relabel } from '../diagnostics/relabel.ts';
import { type ReadSpec, readSpec } from '../spec/read.ts';
import type { CallOptions } from './options.ts';

/** A spec that was read, and the project folder it lies in. */
export type Project = ReadSpec;

/**
 * Reads a spec from its file or from the folder it lies in; of several images the one of this name. Nothing else is read, and nothing is run.
 * @throws HardenError spec/… with every mistake in it.
 */
export async function load(
  path = '.',
  { cwd, image }: Pick<CallOptions, 'cwd'> & { image?: string } = {},
): Promise<Project> {
  const read = await readSpec(cwd === undefined ? path : resolve(cwd, path), image);
  const typed = (file: string) =>
    cwd === undefined || isAbsolute(path) ? file : relative(cwd, file);
  if (read.ok) return { ...read.value, file: typed(read.value.file) };
  // Reports and messages name the file as the caller did, on whatever machine they are made.
  const diagnostics = [...read.sources.keys()].reduce(
    (found, file) => relabel(found, file, typed(file)),
    read.diagnostics,
  );
  const sources = new Map([...read.sources].map(([file, text]) => [typed(file), text]));
  throw new HardenError(...diagnostics).about(sources);
}
