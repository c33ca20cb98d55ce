import { nearPath } from '../diagnostics/near-path.ts';
import type { Known } from './types.ts';

/** A file that a program starts with or loads, and that is not in the image. */
export function wrongPath(path: string, importer: string | undefined, known: Known): string {
  const near = nearPath(path, known.files);
  const there = near ? `, but ${near} is` : '';
  const absent = `${importer ? `${importer} loads ${path}, which` : path} is not in the image${there}`;
  const own = inProject(path, known);
  if (own && !near) {
    return `${absent}: the project has ${own}, so see what source.exclude, an ignore file and the artifacts leave out`;
  }
  return `${absent}: ${importer ? 'correct the path' : 'correct it under entrypoint'}, or let a build step make it`;
}

/** The same file in the project, which only has not come into the image. */
function inProject(path: string, { workdir, project }: Known): string | undefined {
  const root = workdir.replace(/\/$/, '');
  const relative = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  return relative !== undefined && project.has(relative) ? relative : undefined;
}

/** A path as the program sees it from the folder that it starts in. */
export function absolute(path: string, workdir: string): string {
  if (path.startsWith('/')) return path;
  return `${workdir.replace(/\/$/, '')}/${path.replace(/^(?:\.\/)+/, '')}`;
}
