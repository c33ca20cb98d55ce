import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { startGithub } from '../ci/github/api.ts';
import { type Job, readAction, runAction, TOKEN } from '../ci/github/runner.ts';
import { projectOf } from '../e2e/temporary.ts';
import { runNamed } from '../report/runs.ts';

const GO = { 'go.mod': 'module example.com/a\n\ngo 1.26\n', 'main.go': 'package main\n' };
const SPEC = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n';

const workspaceOf = async (files: Record<string, string>) => realpath(await projectOf(files));
const stored = (name: string) => ({ 'report.json': renderJson(runNamed(name)) });

/** As the event of a pull request has it; `from` is the repository of its branch. */
const pullRequest = (from: string | null) => ({
  eventName: 'pull_request',
  event: {
    pull_request: { number: 7, head: { repo: from === null ? null : { full_name: from } } },
    repository: { full_name: 'acme/shop' },
  },
});

test('a valid spec passes, and says so in the summary', async () => {
  const workspace = await workspaceOf({ ...GO, 'hardening.yaml': SPEC });
  const step = await runAction({ with: { command: 'validate' }, workspace });
  expect(step).toMatchObject({ code: 0, outputs: { 'exit-code': '0', digest: '', report: '' } });
  expect(step.summary).toContain('## harden validate: exit code 0');
});

test('what harden prints is an output, as it is', async () => {
  const workspace = await workspaceOf({ ...GO, 'hardening.yaml': SPEC });
  const step = await runAction({ with: { command: 'plan', args: '--json' }, workspace });
  expect(step.code, step.log).toBe(0);
  expect(JSON.parse(step.outputs['result'] ?? '')).toHaveProperty('stages');
});

test('a broken one fails at its line, with what is wrong in the summary', async () => {
  const spec = SPEC.replace('version: 1', 'version: 1\nbse: debian');
  const workspace = await workspaceOf({ ...GO, 'hardening.yaml': spec });
  const step = await runAction({ with: { command: 'validate' }, workspace });
  expect(step.code).toBe(2);
  expect(step.outputs['exit-code']).toBe('2');
  expect(step.log).toContain('::error file=hardening.yaml,line=2,');
  expect(step.summary).toMatch(/exit code 2\n\n```text\n.*unknown-key.*\n```/s);
  expect(step.summary).not.toMatch(/^::/m);
});

test('a run leaves summary, comment, findings and outputs', async () => {
  const github = await startGithub();
  const workspace = await workspaceOf(stored('fail-fixable'));
  const job: Job = {
    with: {
      ...{ command: 'report', path: 'report.json', reports: 'out', comment: 'true', sarif: 'true' },
    },
    ...{ workspace, api: github.url, ...pullRequest('acme/shop') },
  };
  const step = await runAction(job);
  expect(step).toMatchObject({ code: 0, outputs: { 'exit-code': '0' } });
  const { digest } = runNamed('fail-fixable').image;
  expect(step.outputs).toMatchObject({
    ...{ digest, reports: join(workspace, 'out') },
    ...{ report: join(workspace, 'out/report.json'), sarif: join(workspace, 'out/harden.sarif') },
  });
  expect(step.summary).toContain('## Failed: <code>orders</code>');
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toBe(await readFile(join(workspace, 'out/comment.md'), 'utf8'));
  expect(github.sarifs[0]?.text).toBe(await readFile(join(workspace, 'out/harden.sarif'), 'utf8'));
  expect(github.authorization).toEqual(new Set([`Bearer ${TOKEN}`]));
  expect(step.log).not.toContain(TOKEN);

  await runAction(job);
  expect(github.comments).toHaveLength(1);
});

test.each([['mallory/shop'], [null]])(
  'a pull request of the fork %s asks nothing',
  async (from) => {
    const github = await startGithub();
    const workspace = await workspaceOf(stored('fail-fixable'));
    const step = await runAction({
      with: { command: 'report', path: 'report.json', comment: 'true', sarif: 'true' },
      ...{ workspace, api: github.url, ...pullRequest(from) },
    });
    expect(step.code).toBe(0);
    expect(github.requests).toEqual([]);
    expect(step.summary).toContain('## Failed: <code>orders</code>');
    expect(step.log).not.toMatch(/^::(warning|error)/m);
  },
);

test('a token without rights is a warning that names the permission, and no failure', async () => {
  const github = await startGithub();
  github.failures.push(403, 403);
  const workspace = await workspaceOf(stored('pass'));
  const step = await runAction({
    with: { command: 'report', path: 'report.json', comment: 'true', sarif: 'true' },
    ...{ workspace, api: github.url, ...pullRequest('acme/shop') },
  });
  expect(step.code).toBe(0);
  expect(step.log).toMatch(/^::warning title=harden::the comment.*pull-requests: write/m);
  expect(step.log).toMatch(/^::warning title=harden::the SARIF file.*security-events: write/m);
});

test('a run that follows another finds its pull request by branch and commit', async () => {
  const github = await startGithub();
  const commit = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
  github.pulls = [
    { number: 6, head: { sha: 'another' } },
    { number: 7, head: { sha: commit } },
  ];
  const workspace = await workspaceOf(stored('pass'));
  const head_repository = { owner: { login: 'mallory' } };
  const step = await runAction({
    with: { command: 'report', path: 'report.json', comment: 'true' },
    ...{ workspace, api: github.url, eventName: 'workflow_run' },
    event: { workflow_run: { head_repository, head_branch: 'feature/a b', head_sha: commit } },
  });
  expect(step.code).toBe(0);
  expect(github.comments).toHaveLength(1);
});

test('what is started does not get the token', async () => {
  const probe = `console.log(JSON.stringify(process.env));`;
  const workspace = await workspaceOf({ 'probe.js': probe });
  const step = await runAction({ with: { program: 'probe.js', command: 'validate' }, workspace });
  const seen = JSON.parse(step.outputs['result'] ?? '');
  expect(seen).toHaveProperty('INPUT_COMMAND', 'validate');
  expect(JSON.stringify(seen)).not.toContain(TOKEN);
});

test('inputs are arguments, whatever is in them', async () => {
  const workspace = await workspaceOf({});
  const name = '--json; touch owned $(touch owned) `touch owned`';
  await mkdir(join(workspace, name));
  for (const [file, text] of Object.entries({ ...GO, 'hardening.yaml': SPEC })) {
    await writeFile(join(workspace, name, file), text);
  }
  const step = await runAction({ with: { command: 'validate', path: name }, workspace });
  expect(step).toMatchObject({ code: 0 });
  expect(await readFile(join(workspace, 'owned'), 'utf8').catch(() => 'not there')).toBe(
    'not there',
  );
});

test.each([
  ['command', 'rm', 'input command is "rm": write one of build, '],
  ['fail-on', 'never', 'input fail-on is "never": write one of policy, error'],
  ['sarif', 'yes', 'input sarif is "yes": write one of true, false'],
  ['version', '^1.0.0', 'input version is "^1.0.0": write a whole version'],
  ['program', 'nowhere.js', 'input program is "nowhere.js": there is no such file'],
])('a wrong %s ends the step before anything is done', async (name, value, message) => {
  const step = await runAction({ with: { [name]: value }, workspace: await workspaceOf({}) });
  expect(step.code).toBe(2);
  expect(step.log).toContain(`::error title=harden::${message}`);
});

test('the action starts no shell, and depends on no action of others', async () => {
  const { runs, inputs, outputs } = await readAction();
  expect(runs).toEqual({ using: 'node24', main: 'ci/github/main.mjs' });
  for (const one of Object.values(inputs)) expect(one).toHaveProperty('default');
  const workspace = await workspaceOf({ ...GO, 'hardening.yaml': SPEC });
  const step = await runAction({ with: { command: 'validate' }, workspace });
  expect(Object.keys(step.outputs).sort()).toEqual(Object.keys(outputs).sort());
});
