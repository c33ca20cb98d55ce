import { follow } from '../inspect/root.ts';
import type { ImageFile } from '../inspect/types.ts';
import type { Content } from '../oci/types.ts';

export type Files = ReadonlyMap<string, ImageFile>;

export function filesByPath(files: readonly ImageFile[]): Files {
  return new Map(files.map((file) => [file.path, file]));
}

/** The path below the root that a path of the image leads to; itself when links go in a circle. */
export function realPath(files: Files, path: string): string {
  return follow(files, path, true) ?? path.replace(/^\/+/, '');
}

/**
 * The contents in the order of their paths, each path once, the first one counting, with the
 * folders that the image lacks above them.
 */
export async function* inOrder(
  contents: readonly Content[],
  files: Files,
): AsyncGenerator<Content> {
  const byPath = new Map<string, Content>();
  for (const content of contents) {
    if (!byPath.has(content.entry.path)) byPath.set(content.entry.path, content);
  }
  for (const path of [...byPath.keys()].flatMap(foldersAbove)) {
    if (!files.has(path) && !byPath.has(path)) byPath.set(path, { entry: folder(path) });
  }
  for (const path of [...byPath.keys()].sort()) yield byPath.get(path) as Content;
}

/** A folder of root's, unless another owner is named. */
export function folder(path: string, mode = 0o755, owner = { uid: 0, gid: 0 }): Content['entry'] {
  return { path, type: 'directory', mode, ...owner, size: 0 };
}

export function link(path: string, target: string): Content {
  return { entry: { path, type: 'symlink', mode: 0o777, uid: 0, gid: 0, size: 0, target } };
}

/** The folders that a path is in, the nearest first. */
export function foldersAbove(path: string): string[] {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return [];
  const above = path.slice(0, slash);
  return [above, ...foldersAbove(above)];
}
