import type { ProjectView } from './types.ts';

/** The part of a project that lies in one of its folders, with paths from there. */
export function within(view: ProjectView, folder: string): ProjectView {
  if (folder === '') return view;
  const prefix = `${folder}/`;
  return {
    has: (path) => view.has(prefix + path),
    read: (path) => view.read(prefix + path),
    paths: view.paths
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length)),
    truncated: view.truncated,
  };
}

/** The folder of a path, empty for the project itself. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
