import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectOf } from '../e2e/temporary.ts';
import { readWorkflow, stepsOf } from './workflows.ts';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
function ended(program: string, args: string[], cwd: string, env = {}): Promise<Ended> {
  const all = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', HOME: cwd, ...env };
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env: all }, (failed, stdout, stderr) => {
      resolve({ code: failed ? Number(failed.code) : 0, stdout, stderr });
    });
  });
}

/** The script of a step, as the runner starts it: bash, ended by the first error. */
function runStep(path: string, name: string, cwd: string, env: Record<string, string>) {
  const step = stepsOf(readWorkflow(path)).find((one) => one.name === name);
  if (!step?.run) throw new Error(`${path} has no step ${name}`);
  // Each variable of the step has to be one that the test gives.
  expect(Object.keys(env)).toEqual(expect.arrayContaining(Object.keys(step.env ?? {})));
  return ended('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], cwd, env);
}

const RELEASE = '.github/workflows/release.yml';
const HOLD = 'Hold the tag to the version';

test.each([
  ['v1.2.3', 0],
  ['v1.2.4', 1],
  ['1.2.3', 1],
  ['v1.2.3"; touch owned; "', 1],
])('a tag %s releases version 1.2.3: %i', async (tag, code) => {
  const cwd = await projectOf({ 'package.json': '{"version": "1.2.3"}' });
  const run = await runStep(RELEASE, HOLD, cwd, { TAG: tag });
  expect(run.code).toBe(code);
  expect(await readFile(join(cwd, 'owned')).catch(() => 'not there')).toBe('not there');
  if (code === 1)
    expect(run.stderr).toBe(`The tag is ${tag}, package.json has 1.2.3: set one to the other.\n`);
});

const PROOF = 'Hold what was published to what is built here';

/** An npm that packs these bytes, and a registry that has the integrity of others. */
async function released(packed: string, published: string) {
  const integrity = createHash('sha512').update(published).digest('base64');
  const cwd = await projectOf({
    'package.json': '{"version": "1.2.3"}',
    'bin/npx': `#!/bin/sh\nprintf '${packed}' >hardening.tgz\necho hardening.tgz\n`,
    'bin/npm': `#!/bin/sh\ncase $* in 'view hardening@1.2.3 dist.integrity') echo sha512-${integrity} ;; esac\n`,
  });
  for (const name of ['npx', 'npm']) await chmod(join(cwd, 'bin', name), 0o755);
  const PATH = [join(cwd, 'bin'), process.env['PATH']].join(delimiter);
  return runStep(RELEASE, PROOF, cwd, { PATH, REPOSITORY: 'https://git.example/acme/harden' });
}

test('a release that cannot be made again fails, with both digests', async () => {
  expect(await released('the same', 'the same')).toMatchObject({ code: 0, stderr: '' });
  const { code, stderr } = await released('mine', 'another');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Built here: sha512-\S+==\npublished: {2}sha512-\S+==\n$/);
});

const SCHEDULE = 'examples/ci/github/schedule.yml';
const PROPOSE = 'Propose the new lock';

/** A clone with a lock, its origin, and a `gh` that writes down what it is asked for. */
async function checkout(open: boolean) {
  const root = await projectOf({
    'bin/gh': `#!/bin/sh
printf '%s\\n' "$*" >>"$HOME/asked"
case $2 in view) ${open ? 'echo OPEN' : 'echo no pull requests found >&2; exit 1'} ;; esac
`,
  });
  await chmod(join(root, 'bin', 'gh'), 0o755);
  const git = (...args: string[]) => ended('git', args, join(root, 'clone'));
  await mkdir(join(root, 'clone'));
  await ended('git', ['init', '--quiet', '--bare', 'origin'], root);
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', join(root, 'origin'));
  await writeFile(join(root, 'clone', 'hardening.lock'), 'old\n');
  await git('add', '--all');
  await git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'x');
  const env = {
    ...{ GH_TOKEN: 'token', BASE: 'main', HOME: root },
    PATH: [join(root, 'bin'), process.env['PATH']].join(delimiter),
  };
  const asked = () => readFile(join(root, 'asked'), 'utf8').catch(() => '');
  const propose = () => runStep(SCHEDULE, PROPOSE, join(root, 'clone'), env);
  const update = () => writeFile(join(root, 'clone', 'hardening.lock'), `${Math.random()}\n`);
  return { git, asked, propose, update };
}

test('nothing is proposed where nothing is new', async () => {
  const { asked, propose, git } = await checkout(false);
  expect(await propose()).toMatchObject({ code: 0 });
  expect(await asked()).toBe('');
  expect((await git('ls-remote', 'origin')).stdout).toBe('');
});

test('a new lock becomes one pull request', async () => {
  const { asked, propose, update, git } = await checkout(false);
  await update();
  expect(await propose()).toMatchObject({ code: 0 });
  expect((await asked()).split('\n')[1]).toBe('pr create --base main --head harden/update --fill');
  expect((await git('diff', '--name-only', 'main', 'origin/harden/update')).stdout).toBe(
    'hardening.lock\n',
  );
});

test('one that is open is written over', async () => {
  const { asked, propose, update } = await checkout(true);
  await update();
  expect(await propose()).toMatchObject({ code: 0 });
  expect(await asked()).toBe('pr view harden/update --json state --jq .state\n');
});
