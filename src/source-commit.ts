import { realpath } from 'node:fs/promises';
import { comparingGitIn, type Git, gitIn } from './git.ts';
import { repositoryRoot } from './repository-root.ts';
import type { SourceCommit } from './statements/dependencies.ts';

/**
 * The commit that a project folder has, byte for byte as git sees it. Nothing where the folder has a
 * change that is in no commit, is in no repository, or there is no git: then no commit may be named.
 */
export async function sourceCommit(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<SourceCommit | undefined> {
  try {
    // Where there is none, no process has to say so.
    if (!repositoryRoot(await realpath(folder))) return undefined;
    const git = trimmed(gitIn(folder, env));
    const [comparing, place, committed, remote] = await Promise.all([
      comparingGitIn(folder, env),
      git('rev-parse', 'HEAD', '--show-prefix'),
      git('ls-tree', '--name-only', 'HEAD', '--', '.'),
      git('remote', 'get-url', 'origin').catch(() => ''),
    ]);
    const changed = await comparing('status', '--porcelain', '--untracked-files=all', '--', '.');
    // A folder that is ignored as a whole has no changes, and is in no commit either.
    if (changed !== '' || committed === '') return undefined;
    const [commit = '', prefix = ''] = place.split('\n');
    const path = prefix.replace(/\/$/, '');
    const url = publicUrl(remote);
    return { commit, path, ...(url && { url }) };
  } catch {
    return undefined;
  }
}

/**
 * The files of a project folder that are others than in a commit, which somebody else may have named.
 * Nothing where git does not have that commit.
 */
export async function changedSince(
  folder: string,
  commit: string,
  env: NodeJS.ProcessEnv,
): Promise<string[] | undefined> {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  try {
    const git = trimmed(await comparingGitIn(folder, env));
    const plainly = ['--name-only', '--no-ext-diff', '--no-textconv', '--relative', '-z'];
    const changed = await git('diff', ...plainly, commit, '--', '.');
    const added = await git('ls-files', '--others', '--exclude-standard', '-z', '--', '.');
    return [...changed.split('\0'), ...added.split('\0')].filter((path) => path !== '').sort();
  } catch {
    return undefined;
  }
}

/** What a folder is a part of: where its origin is, without a login, and the folder of the clone. */
export async function repositoryOf(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<{ remote: string; top: string } | undefined> {
  const git = trimmed(gitIn(folder, env));
  const top = await git('rev-parse', '--show-toplevel').catch(() => undefined);
  if (top === undefined) return undefined;
  const remote = await git('remote', 'get-url', 'origin').catch(() => '');
  // The login of a job is another one each time.
  return { remote: remote.replace(/^(\w+:\/\/)[^/@]*@/, '$1'), top };
}

function trimmed(git: Git): Git {
  return async (...args) => (await git(...args)).trim();
}

/** `git@host:owner/name` is a URL in short; a folder of this machine is no place for others. */
function publicUrl(remote: string): string | undefined {
  const short = /^(?:[^@/:]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(remote);
  if (short) return `ssh://${short[1]}/${(short[2] ?? '').replace(/^\/+/, '')}`;
  return /^(?:https?|ssh|git):\/\//.test(remote) ? remote : undefined;
}
