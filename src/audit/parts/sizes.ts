import { sourceOf } from '../../inspect/ledger/python-files.ts';
import type { Tree } from '../tree.ts';

/** What the files of an image take, and what Python compiled of each module. */
export interface Sizes {
  /** All files; folders are not among them. */
  paths(): Iterable<string>;
  /** Bytes of the file at a path, where there is one. */
  of(path: string): number | undefined;
  /** By the path of a module, those of its compiled files. */
  compiled: ReadonlyMap<string, readonly string[]>;
}

export function imageSizes({ files, own }: Tree): Sizes {
  const compiled = new Map<string, string[]>();
  for (const { path, type } of files) {
    if (type === 'directory' || !path.endsWith('.pyc')) continue;
    const source = sourceOf(path);
    compiled.set(source, [...(compiled.get(source) ?? []), path]);
  }
  return {
    *paths() {
      for (const { path, type } of files) if (type !== 'directory') yield path;
    },
    of(path) {
      const file = own(path);
      return file?.type === 'directory' ? undefined : file?.size;
    },
    compiled,
  };
}

/** Those of the listed files that are there, with what was compiled of them. */
export function sizesOf(
  listed: readonly string[],
  { of, compiled }: Sizes,
): { files: string[]; size: number } {
  const files = new Set<string>();
  for (const path of listed) {
    for (const one of [path, ...(compiled.get(path) ?? [])])
      if (of(one) !== undefined) files.add(one);
  }
  const all = [...files];
  return { files: all, size: all.reduce((sum, path) => sum + (of(path) ?? 0), 0) };
}
