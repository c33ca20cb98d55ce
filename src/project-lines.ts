import { join, relative, resolve, sep } from 'node:path';
import type { Span } from './diagnostics/diagnostic.ts';
import { readManifests } from './project-manifests.ts';
import type { ReportInput } from './report/input.ts';
import { locateFinding } from './report/locate.ts';
import { repositoryRoot } from './repository-root.ts';
import { readSpec } from './spec/read.ts';
import { keySpan, pathKey, valueSpan } from './spec/source-map.ts';

/**
 * The lines of a project that a user can change, in files as they are named from the repository that
 * it lies in, which is how code hosts name them.
 */
export async function readProject(
  folder: string,
  cwd: string,
  image?: string,
): Promise<Pick<ReportInput, 'locate' | 'base' | 'app'>> {
  const absolute = resolve(cwd, folder);
  const prefix = relative(repositoryRoot(absolute) ?? outermost(absolute, cwd), absolute);
  const named = (file: string) => join(prefix, file).split(sep).join('/');
  const manifests = (await readManifests(absolute)).map(({ path, text }) => ({
    path: named(path),
    text,
  }));
  const spec = await specSpans(absolute, image);
  const placed = (span: Span): Span => ({ ...span, file: named(span.file) });
  return {
    locate: (finding) => locateFinding(finding, manifests),
    ...(spec && { base: placed(spec.base), app: placed(spec.app) }),
  };
}

/** The lines of `base:` and of `language:`; where the preset chooses the base, they are one. */
async function specSpans(
  folder: string,
  image?: string,
): Promise<{ base: Span; app: Span } | undefined> {
  const read = await readSpec(folder, image);
  if (!read.ok) return undefined;
  const { source } = read.value;
  const app = keySpan(source, ['language']);
  const hasBase = source.positions.has(pathKey(['base']));
  return { base: hasBase ? valueSpan(source, ['base']) : app, app };
}

/** Where there is no repository: the folder that the command was run in, if the project is below. */
function outermost(folder: string, cwd: string): string {
  return folder === cwd || folder.startsWith(`${cwd}${sep}`) ? cwd : folder;
}
