import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compileTargets } from '../../src/many/compile-targets.ts';
import { changesSince } from '../../src/many/git.ts';
import { chooseChanged } from '../../src/many/only-changed.ts';
import { findTargets } from '../../src/many/targets.ts';

const SPEC = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n';

async function repository() {
  const root = await mkdtemp(join(tmpdir(), 'harden-changed-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    execFileSync('git', [
      '-C',
      root,
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@example.com',
      ...args,
    ]);
  const write = async (path: string, text: string) => {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  };
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'x');
  };
  git('init', '--quiet', '--initial-branch', 'main');
  for (const name of ['a', 'b ü']) {
    await write(`svc/${name}/hardening.yaml`, SPEC);
    await write(`svc/${name}/go.mod`, 'module example.com/x\n\ngo 1.26\n');
    await write(`svc/${name}/main.go`, 'package main\n');
  }
  await write('README.md', 'x\n');
  commit();
  git('checkout', '--quiet', '-b', 'work');
  const chosen = async (ref?: string) => {
    const targets = await compileTargets(
      await findTargets([join(root, 'svc/a'), join(root, 'svc/b ü')]),
    );
    const choices = await chooseChanged(targets, await changesSince(root, ref, process.env));
    return choices.map(({ built, why }) => `${built ? 'built' : 'left out'}: ${why}`);
  };
  return { root, git, write, commit, chosen };
}

const LEFT = expect.stringMatching(/^left out: nothing of it changed since main \([0-9a-f]{12}\)$/);

test('a change since this branch left the main one is one, committed or not', async () => {
  const { root, write, commit, chosen, git } = await repository();
  expect(await chosen()).toEqual([LEFT, LEFT]);
  await write('README.md', 'y\n');
  await write('svc/a/main_test.go', 'y\n');
  commit();
  expect(await chosen()).toEqual([LEFT, LEFT]);
  await write('svc/b ü/main.go', 'package main // new\n');
  commit();
  expect(await chosen()).toEqual([LEFT, 'built: main.go changed, a source']);
  await write('svc/a/added.go', 'package main\n');
  expect((await chosen())[0]).toBe('built: added.go changed, a source');
  await rm(join(root, 'svc/a/added.go'));
  git('checkout', '--quiet', 'main');
  await write('svc/a/main.go', 'package main // elsewhere\n');
  commit();
  git('checkout', '--quiet', 'work');
  // What the main branch got meanwhile is no change of this one.
  expect(await chosen('main')).toEqual([LEFT, 'built: main.go changed, a source']);
});

test('what was removed or renamed changed', async () => {
  const { git, commit, chosen } = await repository();
  git('mv', 'svc/a/main.go', 'svc/a/server.go');
  git('rm', '--quiet', 'svc/b ü/main.go');
  commit();
  expect(await chosen('main')).toEqual([
    'built: main.go changed, a source',
    'built: main.go changed, a source',
  ]);
});

test('a spec that is wrong is built, which says so', async () => {
  const { write, chosen } = await repository();
  await write('svc/a/hardening.yaml', 'version: 2\n');
  expect((await chosen('main'))[0]).toBe('built: its spec is wrong');
});

test.each(['gone', '--output=/tmp/x', '-h'])('no ref %s is no lesser change', async (ref) => {
  const { chosen } = await repository();
  await expect(chosen(ref)).rejects.toMatchObject({
    diagnostics: [
      { code: 'cli/bad-option', message: expect.stringContaining(JSON.stringify(ref)) },
    ],
  });
});

test('a folder outside of any repository has no changes to tell', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'harden-no-git-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await expect(changesSince(folder, undefined, process.env)).rejects.toMatchObject({
    diagnostics: [{ code: 'cli/bad-option' }],
  });
});
