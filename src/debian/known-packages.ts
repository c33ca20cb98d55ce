import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { openSuites } from './suites.ts';
import type { DebianRequest } from './types.ts';
import { openUniverse } from './universe.ts';

/** Which of the names are packages of a release, by its signed indexes. */
export async function knownPackages(
  names: readonly string[],
  { release, architecture, mirrors }: Pick<DebianRequest, 'release' | 'architecture' | 'mirrors'>,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const folder = (name: string) => join(cacheDir(), 'debian', name);
  const suites = await openSuites(release, mirrors, { folder: folder('suites'), signal });
  const universe = await openUniverse(suites, architecture, folder('index'), signal);
  return new Set(names.filter((name) => universe.find(name) !== undefined));
}
