import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs git; gives what it prints, and rejects where it fails. */
export type Git = (...args: string[]) => Promise<string>;

/** Nothing that a repository's own settings name is run, and nothing is fetched. */
const QUIET = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const NO_TRANSPORT = { GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0' };
const MOST_BYTES = 256 * 1024 * 1024;

/** Git in a folder, for what does not look into files. */
export function gitIn(folder: string, env: NodeJS.ProcessEnv): Git {
  return async (...args) => {
    const options = { env: { ...plain(env), ...NO_TRANSPORT }, maxBuffer: MOST_BYTES };
    const { stdout } = await run('git', ['-C', folder, ...QUIET, ...args], options);
    return stdout;
  };
}

/**
 * Git in a folder, for what compares files: git filters them through programs, of which those are left out that the
 * settings of the repository or of one inside of it name. Rejects where one of them cannot be.
 */
export async function comparingGitIn(folder: string, env: NodeJS.ProcessEnv): Promise<Git> {
  const git = gitIn(folder, env);
  const names = await filtersOf(folder, env);
  const settings = [...names].flatMap((name) => [
    ...['clean', 'smudge', 'process'].flatMap((key) => ['-c', `filter.${name}.${key}=`]),
    ...['-c', `filter.${name}.required=false`],
  ]);
  return (...args) => git(...settings, ...args);
}

const GITLINK = /^160000 \S+ \d\t(.*)$/s;
/** What `git lfs install --local` writes, as CI does: the program of the user's own PATH. */
const LFS = /^git-lfs (?:clean -- %f|smudge(?: --skip)? -- %f|filter-process(?: --skip)?)$/;

async function filtersOf(folder: string, env: NodeJS.ProcessEnv): Promise<Set<string>> {
  const git = gitIn(folder, env);
  const names = new Set<string>();
  const [settings, staged] = await Promise.all([settingsOf(git), git('ls-files', '--stage', '-z')]);
  for (const { scope, key, value } of settings) {
    const [, name = '', what] = /^filter\.(.*)\.([a-z]+)$/s.exec(key) ?? [];
    const isOwn = scope === 'local' || scope === 'worktree';
    if (!isOwn || !['clean', 'smudge', 'process'].includes(what ?? '') || LFS.test(value)) continue;
    if (!/^[\w.-]+$/.test(name)) throw new Error(`the filter ${JSON.stringify(name)} of ${folder}`);
    names.add(name);
  }
  for (const entry of staged.split('\0')) {
    const [, path] = GITLINK.exec(entry) ?? [];
    if (path === undefined || !(await isThere(join(folder, path, '.git')))) continue;
    for (const name of await filtersOf(join(folder, path), env)) names.add(name);
  }
  return names;
}

async function settingsOf(git: Git) {
  const listed = await git('config', '--show-scope', '-z', '--get-regexp', '^filter\\.').catch(
    (failed: { code?: number }) => {
      // There are none.
      if (failed.code === 1) return '';
      throw failed;
    },
  );
  const parts = listed.split('\0').slice(0, -1);
  return Array.from({ length: parts.length / 2 }, (_, index) => {
    const [key = '', ...value] = (parts[2 * index + 1] ?? '').split('\n');
    return { scope: parts[2 * index] ?? '', key, value: value.join('\n') };
  });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Variables of git could lead it to another repository. */
function plain(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
}
