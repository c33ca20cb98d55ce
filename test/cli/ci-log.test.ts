import { realpath } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { projectOf } from '../e2e/temporary.ts';
import { harden } from '../program.ts';

/** A key that would be a command of GitHub's or Azure's if it were printed as it is. */
const HOSTILE = '"##[add-mask]a ##vso[task.complete]": 1\n"::error::b": 1\n';
const SPEC = `version: 1\nlanguage: go\nentrypoint: /app/server\n${HOSTILE}`;

test('on GitHub an error of the spec is shown at its line of the checkout', async () => {
  const root = await realpath(await projectOf({ 'api/hardening.yaml': SPEC }));
  const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: root };
  const run = await harden(['validate', 'api'], { cwd: root, env });
  expect(run.code).toBe(2);
  const commands = run.stderr.split('\n').filter((line) => /^\s*::|##\[/.test(line));
  expect(commands.length).toBeGreaterThanOrEqual(3);
  for (const line of commands) {
    expect(line).toMatch(/^::error file=api\/hardening\.yaml,line=\d,col=\d+,endColumn=\d+,title=/);
  }
});

test('on Azure nothing in the log but our own is a command', async () => {
  const root = await realpath(await projectOf({ 'hardening.yaml': SPEC }));
  const env = { TF_BUILD: 'True', BUILD_SOURCESDIRECTORY: root };
  const run = await harden(['validate'], { cwd: root, env });
  const lines = run.stderr.split('\n').filter((line) => /##(vso)?\[/.test(line));
  expect(lines.length).toBeGreaterThanOrEqual(3);
  for (const line of lines) {
    expect(line).toMatch(/^##vso\[task\.logissue type=error;sourcepath=hardening\.yaml;/);
  }
});

test('elsewhere the same run prints neither', async () => {
  const root = await projectOf({ 'hardening.yaml': SPEC });
  const run = await harden(['validate'], { cwd: root });
  expect(run.stderr).not.toMatch(/^::error file/m);
  expect(run.stderr).not.toContain('##vso[task.logissue');
});
