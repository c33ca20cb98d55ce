import { sourceOf } from '../../inspect/ledger/python-files.ts';
import type { ImageFile } from '../../inspect/types.ts';

/** What the files of an image take, and what Python compiled of each module. */
export interface Sizes {
  /** Bytes by path; folders are not among them. */
  bytes: ReadonlyMap<string, number>;
  /** By the path of a module, those of its compiled files. */
  compiled: ReadonlyMap<string, readonly string[]>;
}

export function imageSizes(files: readonly ImageFile[]): Sizes {
  const bytes = new Map<string, number>();
  const compiled = new Map<string, string[]>();
  for (const { path, type, size } of files) {
    if (type === 'directory') continue;
    bytes.set(path, size);
    if (!path.endsWith('.pyc')) continue;
    const source = sourceOf(path);
    compiled.set(source, [...(compiled.get(source) ?? []), path]);
  }
  return { bytes, compiled };
}

/** Those of the listed files that are there, with what was compiled of them. */
export function sizesOf(
  listed: readonly string[],
  { bytes, compiled }: Sizes,
): { files: string[]; size: number } {
  const files = new Set<string>();
  for (const path of listed) {
    for (const one of [path, ...(compiled.get(path) ?? [])]) if (bytes.has(one)) files.add(one);
  }
  const all = [...files];
  return { files: all, size: all.reduce((sum, path) => sum + (bytes.get(path) ?? 0), 0) };
}
