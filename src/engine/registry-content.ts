import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const REPOSITORIES = 'docker/registry/v2/repositories';

/** The digest a tag has in the registry's storage; undefined if it is not there. Reads one file. */
export async function storedDigest(
  storage: string,
  repository: string,
  tag: string,
): Promise<string | undefined> {
  const file = join(storage, REPOSITORIES, repository, '_manifests/tags', tag, 'current/link');
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}

/** All tags in the registry's storage, as `repository:tag`, in order. */
export async function storedTags(storage: string, repository = ''): Promise<string[]> {
  const folder = join(storage, REPOSITORIES, repository);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const tags = await readdir(join(folder, '_manifests/tags')).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'));
  const nested = await Promise.all(
    below.map(({ name }) => storedTags(storage, repository ? `${repository}/${name}` : name)),
  );
  return [...tags.map((tag) => `${repository}:${tag}`), ...nested.flat()].sort();
}
