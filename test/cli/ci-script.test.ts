import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { projectOf } from '../e2e/temporary.ts';
import { type Finished, finished, ROOT } from '../program.ts';
import { runNamed } from '../report/runs.ts';

const SCRIPT = join(ROOT, 'ci', 'harden.sh');
const PROJECT = {
  'go.mod': 'module example.com/a\n\ngo 1.26\n',
  'main.go': 'package main\n',
  'hardening.yaml': 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n',
};

/** Shells that a pipeline may have as its sh, as far as they are here. */
const SHELLS = ['dash', 'bash --posix', 'busybox sh', 'mksh', 'ksh', 'sh'].filter((shell) => {
  const [program = '', ...rest] = shell.split(' ');
  return spawnSync(program, [...rest, '-c', 'true']).status === 0;
});

interface Asked {
  cwd: string;
  env?: Record<string, string>;
  shell?: string;
  script?: string;
}

/** Runs the script as a pipeline does, with nothing else in its environment. */
function runScript({ cwd, env = {}, shell = 'sh', script = SCRIPT }: Asked): Promise<Finished> {
  const [program = '', ...rest] = shell.split(' ');
  const { PATH = '', HOME = '' } = process.env;
  return finished(
    spawn(program, [...rest, script], {
      ...{ cwd, env: { PATH, HOME, CI: 'true', ...env } },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

const dotenv = (cwd: string) => readFile(join(cwd, '.harden', 'reports', 'harden.env'), 'utf8');

test('there is a shell to try', () => expect(SHELLS).not.toEqual([]));

test.each(SHELLS)('%s: a valid spec passes, a broken one gives the exit code', async (shell) => {
  const cwd = await projectOf(PROJECT);
  const env = { HARDEN_COMMAND: 'validate' };
  expect(await runScript({ cwd, env, shell })).toMatchObject({ code: 0 });
  expect(await dotenv(cwd)).toBe('HARDEN_EXIT_CODE=0\nHARDEN_REFERENCE=\nHARDEN_DIGEST=\n');
  await writeFile(join(cwd, 'hardening.yaml'), 'version: 1\nlanguage: gone\n');
  expect(await runScript({ cwd, env, shell })).toMatchObject({ code: 2 });
  expect(await dotenv(cwd)).toContain('HARDEN_EXIT_CODE=2\n');
});

test('a run leaves every report, the one of GitLab too', async () => {
  const cwd = await projectOf({ 'report.json': renderJson(runNamed('fail-fixable')) });
  const env = { HARDEN_COMMAND: 'report', HARDEN_PATH: 'report.json', HARDEN_REPORTS: 'a b/out' };
  expect(await runScript({ cwd, env })).toMatchObject({ code: 0 });
  expect((await readdir(join(cwd, 'a b', 'out'))).sort()).toEqual([
    ...['comment.md', 'gl-container-scanning-report.json', 'harden.env', 'harden.sarif'],
    ...['junit.xml', 'report.html', 'report.json', 'summary.md'],
  ]);
});

test('variables are arguments, whatever is in them', async () => {
  const cwd = await projectOf({});
  const name = '-x "$(touch owned)" `touch owned` ; touch owned *';
  await mkdir(join(cwd, name));
  for (const [file, text] of Object.entries(PROJECT)) await writeFile(join(cwd, name, file), text);
  const env = { HARDEN_COMMAND: 'validate', HARDEN_PATH: name, HARDEN_ARGS: '--json\n\n--quiet' };
  const run = await runScript({ cwd, env });
  expect(run).toMatchObject({ code: 0 });
  expect(JSON.parse(run.stdout)).toMatchObject({ diagnostics: [] });
  expect((await readdir(cwd)).sort()).toEqual([name, '.harden'].sort());
});

test.each([
  ['HARDEN_COMMAND', 'rm', "HARDEN_COMMAND is 'rm': write build, "],
  ['HARDEN_FAIL_ON', 'never', "HARDEN_FAIL_ON is 'never': write policy or error"],
  ['HARDEN_PROGRAM', 'nowhere.js', 'there is no program nowhere.js'],
])('a wrong %s ends it before anything is done', async (name, value, message) => {
  const cwd = await projectOf(PROJECT);
  const run = await runScript({ cwd, env: { [name]: value } });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(message);
  expect(await readdir(cwd)).not.toContain('.harden');
});

test.each(['^1.0.0', 'latest', '1.2', '1.2.3 --global', '1.2.3\nx', '../evil'])(
  'a copy of the script does not install the version %j',
  async (version) => {
    const cwd = await projectOf({});
    await copyFile(SCRIPT, join(cwd, 'harden.sh'));
    const script = join(cwd, 'harden.sh');
    const run = await runScript({ cwd, script, env: { HARDEN_VERSION: version } });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('write a whole version, as 1.2.3');
  },
);

test('a copy of the script that is told nothing says what it needs', async () => {
  const cwd = await projectOf({});
  const script = join(cwd, 'harden.sh');
  await copyFile(SCRIPT, script);
  const run = await runScript({ cwd, script });
  expect(run).toMatchObject({ code: 2 });
  expect(run.stderr).toContain('set HARDEN_VERSION, or HARDEN_PROGRAM');
});
