import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { listed } from '../diagnostics/listed.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Artifact, BuildPlan } from './types.ts';

/** The nearest folder of a path that is there, and the names in it; those of folders end in `/`. */
export interface Listing {
  folder: string;
  names: readonly string[];
}

const MOST_NAMES = 12;

/** All steps succeeded, and what an artifact is made of is not there: what is there instead. */
export function missingArtifact(
  { from, origin }: Pick<Artifact, 'from' | 'origin'>,
  { inputs }: BuildPlan['language'],
  { folder, names }: Listing,
): Diagnostic {
  const wanted = from.slice(folder === '/' ? 1 : folder.length + 1).split('/')[0] ?? '';
  const plain = names.map((name) => name.replace(/\/$/, ''));
  const near = suggest(wanted, plain) ?? COMMON.find((name) => plain.includes(name));
  const likely = near && `${folder === '/' ? '' : folder}/${near}`;
  const input = Object.keys(inputs).find((name) => endsWith(from, inputs[name]));
  const other = input
    ? `write the folder it does write: with: {${input}: ${near ?? '…'}}`
    : `name the path it does write under artifacts${likely ? `: from: ${likely}` : ''}`;
  return error('build/artifact-missing', `the build made no ${from}; ${held(folder, names)}`, {
    span: origin,
    hint: `make a build step write ${from}, or ${other}`,
  });
}

/** Names that builders give to what they make. */
const COMMON = ['dist', 'build', 'out', 'target', 'public', '.output', 'lib'];

function endsWith(path: string, value: string | undefined): boolean {
  return Boolean(value) && path.endsWith(`/${value}`);
}

function held(folder: string, names: readonly string[]): string {
  if (names.length === 0) return `${folder} is empty`;
  return `${folder} has ${listed(names.toSorted(), MOST_NAMES)}`;
}
