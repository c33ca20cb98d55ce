import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { changedSince, sourceCommit } from '../src/source-commit.ts';

const ENV = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', HOME: '/nowhere' };
const ANN = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];

async function repository() {
  const folder = await mkdtemp(join(tmpdir(), 'harden-commit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, ...args], { env: ENV });
    return stdout.trim();
  };
  await git('init', '--quiet');
  await mkdir(join(folder, 'api'));
  await writeFile(join(folder, 'api/main.go'), 'package main\n');
  await git('add', '.');
  await git(...ANN, 'commit', '--quiet', '-m', 'first');
  return { folder, git, commit: await git('rev-parse', 'HEAD') };
}

test('a clean checkout has a commit, and a folder of it a path', async () => {
  const { folder, commit } = await repository();
  expect(await sourceCommit(folder, ENV)).toEqual({ commit, path: '' });
  expect(await sourceCommit(join(folder, 'api'), ENV)).toEqual({ commit, path: 'api' });
});

test.each([
  ['git@git.example:shop/api.git', 'ssh://git.example/shop/api.git'],
  ['https://git.example/shop.git', 'https://git.example/shop.git'],
  ['/srv/git/shop.git', undefined],
  ['../shop.git', undefined],
])('the remote %s is at %s', async (remote, url) => {
  const { folder, git } = await repository();
  await git('remote', 'add', 'origin', remote);
  expect((await sourceCommit(folder, ENV))?.url).toBe(url);
});

test.each([
  ['a changed file', 'api/main.go'],
  ['a file that git does not know', 'api/new.go'],
])('%s makes it the source of no commit', async (_what, path) => {
  const { folder } = await repository();
  await writeFile(join(folder, path), 'package other\n');
  expect(await sourceCommit(folder, ENV)).toBeUndefined();
});

test('a change beside the project is none of its own', async () => {
  const { folder, commit } = await repository();
  await writeFile(join(folder, 'notes.txt'), 'notes\n');
  expect(await sourceCommit(join(folder, 'api'), ENV)).toEqual({ commit, path: 'api' });
});

test('a folder that is ignored as a whole is in no commit', async () => {
  const { folder, git } = await repository();
  await mkdir(join(folder, 'copy'));
  await writeFile(join(folder, 'copy/.gitignore'), '*\n');
  expect(await git('status', '--porcelain')).toBe('');
  expect(await sourceCommit(join(folder, 'copy'), ENV)).toBeUndefined();
});

test('no repository, no commit yet, no git: no commit', async () => {
  const { folder, git } = await repository();
  await git('update-ref', '-d', 'HEAD');
  expect(await sourceCommit(folder, ENV)).toBeUndefined();
  await rm(join(folder, '.git'), { recursive: true });
  expect(await sourceCommit(folder, ENV)).toBeUndefined();
  expect(await sourceCommit(folder, { PATH: '/nowhere' })).toBeUndefined();
});

test('variables of git do not lead to another repository', async () => {
  const { folder, commit } = await repository();
  const other = await repository();
  const env = { ...ENV, GIT_DIR: join(other.folder, '.git') };
  expect((await sourceCommit(folder, env))?.commit).toBe(commit);
});

test('what is other than in a commit is named, as the folder has it', async () => {
  const { folder, git, commit } = await repository();
  const api = join(folder, 'api');
  expect(await changedSince(api, commit, ENV)).toEqual([]);
  await writeFile(join(folder, 'api/main.go'), 'package other\n');
  await git(...ANN, 'commit', '--quiet', '-am', 'second');
  await writeFile(join(folder, 'api/new.go'), 'package main\n');
  await writeFile(join(folder, 'README.md'), 'not of this project\n');
  expect(await changedSince(api, commit, ENV)).toEqual(['main.go', 'new.go']);
});

test('a commit that is none, or an option of git, names nothing', async () => {
  const { folder } = await repository();
  const made = join(folder, 'made');
  for (const commit of ['0'.repeat(40), 'HEAD', `--output=${made}`]) {
    expect(await changedSince(folder, commit, ENV)).toBeUndefined();
  }
  await expect(access(made)).rejects.toThrow('ENOENT');
});

const PROGRAMS: [
  what: string,
  make: (repository: Repository, program: string) => Promise<unknown>,
][] = [
  ['fsmonitor', ({ git }, program) => git('config', 'core.fsmonitor', program)],
  ['a hook', ({ git, folder }) => git('config', 'core.hooksPath', join(folder, 'api'))],
  ['a filter', ({ git }, program) => git('config', 'filter.evil.clean', program)],
  ['a filter that stays', ({ git }, program) => git('config', 'filter.evil.process', program)],
  [
    'a filter of a strange name',
    ({ git }, program) => git('config', 'filter.e=vil.clean', program),
  ],
  [
    'a filter that is needed',
    async ({ git }, program) => {
      await git('config', 'filter.evil.required', 'true');
      await git('config', 'filter.evil.clean', program);
    },
  ],
  [
    'a filter of a repository inside of it',
    async ({ git, folder }, program) => {
      const inner = join(folder, 'inner');
      await git('init', '--quiet', inner);
      await writeFile(join(inner, '.gitattributes'), '* filter=evil\n');
      await writeFile(join(inner, 'a'), 'a\n');
      await git('-C', inner, 'add', '.');
      await git('-C', inner, ...ANN, 'commit', '--quiet', '-m', 'inner');
      await git('add', 'inner');
      await git(...ANN, 'commit', '--quiet', '-m', 'third');
      await git('-C', inner, 'config', 'filter.evil.clean', program);
      await writeFile(join(inner, 'a'), 'b\n');
    },
  ],
  ['a diff of its own', ({ git }, program) => git('config', 'diff.external', program)],
  [
    'a transport',
    async ({ git, folder, commit }, program) => {
      await git('config', 'protocol.ext.allow', 'always');
      await git('config', 'remote.origin.url', `ext::${program}`);
      await git('config', 'remote.origin.promisor', 'true');
      await git('config', 'core.repositoryFormatVersion', '1');
      await git('config', 'extensions.partialClone', 'origin');
      // What is not there git would fetch.
      const tree = await git('rev-parse', `${commit}^{tree}`);
      await rm(join(folder, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    },
  ],
];

type Repository = Awaited<ReturnType<typeof repository>>;

test.skipIf(process.platform === 'win32').each(PROGRAMS)(
  'a program that a repository names as %s is not run',
  async (what, make) => {
    const one = await repository();
    const { folder, git, commit } = one;
    const trace = join(folder, '..', `${basename(folder)}-trace`);
    onTestFinished(() => rm(trace, { force: true }));
    const name = what === 'a filter of a strange name' ? 'e=vil' : 'evil';
    await writeFile(join(folder, '.gitattributes'), `*.go filter=${name}\n`);
    await git('add', '.');
    await git(...ANN, 'commit', '--quiet', '-m', 'second');
    await make(one, `touch ${trace}`);
    await writeFile(join(folder, 'api/main.go'), 'package  main\n');
    await sourceCommit(folder, ENV);
    await changedSince(folder, commit, ENV);
    await expect(access(trace)).rejects.toThrow('ENOENT');
  },
);
