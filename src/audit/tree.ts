import { follow } from '../inspect/root.ts';
import type { ImageFile } from '../inspect/types.ts';

/** The files of an image by path, as programs in it reach them. Paths given may begin with a slash. */
export interface Tree {
  files: readonly ImageFile[];
  /** What a path leads to once links are followed; folders count. */
  at(path: string): ImageFile | undefined;
  /** The file at a path without a leading slash, whatever it is; no link is followed. */
  own(path: string): ImageFile | undefined;
  /** Links on the way: the path itself, where it is one. */
  link(path: string): ImageFile | undefined;
}

export function treeOf(files: readonly ImageFile[]): Tree {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    files,
    own: (path) => byPath.get(path),
    at(path) {
      const place = follow(byPath, path, true);
      const found = place === undefined ? undefined : byPath.get(place);
      return found?.type === 'hardlink' ? (byPath.get(found.target ?? '') ?? found) : found;
    },
    link(path) {
      const place = follow(byPath, path, false);
      const found = place === undefined ? undefined : byPath.get(place);
      return found?.type === 'symlink' ? found : undefined;
    },
  };
}

/** A path as people write it. */
export function shown(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
