import { realpath } from 'node:fs/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { comparingGitIn, type Git, gitIn } from '../git.ts';

/** What differs from a commit, committed or not, as paths from the top of the repository. */
export interface Changes {
  /** Absolute path of the repository. */
  root: string;
  /** What was compared with, as people name it. */
  since: string;
  files: string[];
  /** Files and whole folders (with a `/` at the end) that git ignores. */
  ignored: string[];
}

/**
 * The changes since a ref, from where this branch left it; without one since the default branch.
 * @throws HardenError cli/bad-option where there is no repository, no such ref, or too little history.
 */
export async function changesSince(
  cwd: string,
  ref: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Changes> {
  const plain = gitIn(cwd, env);
  const root = await plain('rev-parse', '--show-toplevel').catch(() => undefined);
  if (root === undefined) throw noRepository(cwd);
  const top = root.replace(/\n$/, '');
  const git = await comparingGitIn(top, env).catch((cause) => {
    throw ownFilter(cause);
  });
  const since = ref ?? (await defaultBranch(git, env));
  const commit = await git(
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${since}^{commit}`,
  ).catch(() => undefined);
  if (commit === undefined) throw noRef(since);
  const base = await git('merge-base', commit.trim(), 'HEAD').catch(() => undefined);
  if (base === undefined) throw noHistory(since);
  const [changed, added, ignored] = await Promise.all([
    git('diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', base.trim(), '--'),
    git('ls-files', '--others', '--exclude-standard', '-z'),
    git('ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'),
  ]);
  return {
    root: await realpath(top),
    since: `${since} (${base.trim().slice(0, 12)})`,
    files: [...new Set([...listed(changed), ...listed(added)])].sort(),
    ignored: listed(ignored),
  };
}

/** What a merge request goes to, else the default branch of origin, else that of this repository. */
async function defaultBranch(git: Git, env: NodeJS.ProcessEnv): Promise<string> {
  const { GITHUB_BASE_REF, CI_MERGE_REQUEST_DIFF_BASE_SHA } = env;
  if (CI_MERGE_REQUEST_DIFF_BASE_SHA) return CI_MERGE_REQUEST_DIFF_BASE_SHA;
  const head = await git('rev-parse', '--abbrev-ref', 'origin/HEAD').catch(() => '');
  const named = head.trim();
  const candidates = [
    ...(GITHUB_BASE_REF ? [`origin/${GITHUB_BASE_REF}`] : []),
    ...(named && named !== 'origin/HEAD' ? [named] : []),
    ...['origin/main', 'origin/master', 'main', 'master'],
  ];
  for (const one of candidates) {
    const found = await git('rev-parse', '--verify', '--quiet', '--end-of-options', one).catch(
      () => '',
    );
    if (found) return one;
  }
  throw new HardenError(
    error('cli/bad-option', 'there is no default branch that changes could be told from', {
      hint: 'name a commit or a branch: --changed=HEAD~1',
    }),
  );
}

function listed(text: string): string[] {
  return text.split('\0').filter(Boolean);
}

function noRepository(cwd: string): HardenError {
  const hint = 'run it in a repository of git, or leave --changed out';
  return new HardenError(error('cli/bad-option', `${cwd} is in no repository of git`, { hint }));
}

function ownFilter(cause: Error): HardenError {
  const hint =
    'take it out of the settings of the repository, in .git/config, or leave --changed out';
  const message = `git would run a program that cannot be left out: ${cause.message}`;
  return new HardenError(error('cli/bad-option', message, { hint }));
}

function noRef(ref: string): HardenError {
  const hint =
    'name a commit or a branch that is there: --changed=origin/main; paths come before it';
  const message = `git knows no ${JSON.stringify(ref)} that changes could be told from`;
  return new HardenError(error('cli/bad-option', message, { hint }));
}

function noHistory(ref: string): HardenError {
  const hint = 'fetch the history: git fetch --unshallow, or fetch-depth: 0 of actions/checkout';
  const message = `the history of this clone does not reach what it has in common with ${ref}`;
  return new HardenError(error('cli/bad-option', message, { hint }));
}
