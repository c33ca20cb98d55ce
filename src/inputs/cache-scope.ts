import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { Compiled } from '../compile.ts';
import { canonicalJson } from '../plan/digest.ts';
import { repositoryOf } from '../source-commit.ts';

/** Sets whose cache volumes a build uses, in place of what its folder says. */
const CACHE_SCOPE = 'HARDEN_CACHE_SCOPE';

/**
 * Whose cache volumes the steps of a project share, as 16 hex digits: all that is in one repository,
 * wherever that is checked out, or in one folder. A step can write anything into a volume, so nobody
 * else's build may read it, nor one with other steps, such as the next one after a change of them that
 * was not merged.
 */
export async function cacheScopeOf(
  { folder, build = {}, preset }: Pick<Compiled, 'folder' | 'build' | 'preset'>,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const named = env[CACHE_SCOPE];
  const owner = named ? `named ${named}` : await ownerOf(folder, env);
  const scope = canonicalJson({ owner, build, preset: preset.text });
  return createHash('sha256').update(scope).digest('hex').slice(0, 16);
}

async function ownerOf(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const repository = await repositoryOf(folder, env);
  if (!repository) return `folder ${await realpath(folder)}`;
  const { remote, top } = repository;
  return remote === '' ? `folder ${top}` : `remote ${remote}`;
}
