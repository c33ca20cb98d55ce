import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectOf } from '../e2e/temporary.ts';
import { harden } from '../program.ts';

test('a mistyped option is told with the one that was meant', async () => {
  const run = await harden(['validate', '--jsn']);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain('hint: write --json, or run: harden --help');
});

test('the log file has all that is printed, on either output and also of a failure', async () => {
  const folder = await projectOf({ 'hardening.yaml': 'version: 1\nlanguage: go\n' });
  const run = await harden(['validate', '--log-file', 'harden.log'], { cwd: folder });
  expect(run.code).toBe(2);
  expect(await readFile(join(folder, 'harden.log'), 'utf8')).toBe(run.stdout + run.stderr);
});

test('a log file that cannot be written is an error before anything is done', async () => {
  const folder = await projectOf({});
  const run = await harden(['validate', '--log-file', 'no/such/folder/x'], { cwd: folder });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain('no/such/folder/x cannot be written: ENOENT');
});

test('every command takes both, and says so', async () => {
  const { stdout } = await harden(['validate', '--help']);
  expect(stdout).toContain('--quiet');
  expect(stdout).toContain('--log-file <file>');
});
