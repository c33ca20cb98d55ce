import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { download } from './download.ts';
import { inParallel } from './parallel.ts';
import type { DebianPackage, Mirror } from './types.ts';
import type { Candidate } from './universe.ts';
import type { PackageFile } from './unpack.ts';

const PARALLEL = 6;

/** A package file, and the URL that its name is relative to. */
export type Fetchable = Pick<Candidate, 'root' | 'filename' | 'size' | 'sha256' | 'name'>;

/** Packages of a lock, which names no mirror, at the first one. */
export function placed<T extends Pick<DebianPackage, 'pool'>>(
  packages: readonly T[],
  [mirror]: readonly Mirror[],
): (T & { root: string })[] {
  return packages.map((one) => ({
    ...one,
    root: (one.pool === 'security' ? mirror?.security : mirror?.archive) ?? '',
  }));
}

/**
 * Brings the packages' files to `folder`, named by their SHA-256, several at a time. What is there
 * is not asked for again.
 */
export async function fetchPackages(
  packages: readonly Fetchable[],
  folder: string,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<PackageFile[]> {
  const total = packages.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  const fetchOne = async (wanted: Fetchable, either: AbortSignal): Promise<PackageFile> => {
    const { root, filename, size, sha256, name } = wanted;
    const file = join(folder, sha256);
    await download({ urls: [`${root}/${filename}`], size, sha256 }, file, either);
    done += size;
    progress?.({ phase: 'debian', message: `fetched ${name}`, done, total });
    return { name, file };
  };
  return inParallel(packages, PARALLEL, fetchOne, signal);
}
