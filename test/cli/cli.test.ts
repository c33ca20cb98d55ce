import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harden } from '../program.ts';

async function folderWith(spec?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  if (spec !== undefined) await writeFile(join(folder, 'hardening.yaml'), spec);
  return folder;
}

test('--version prints one line, --help the commands', async () => {
  const version = await harden(['--version']);
  expect(version).toMatchObject({ code: 0, stderr: '' });
  expect(version.stdout).toMatch(/0\.1\.0/);
  const help = await harden(['--help']);
  expect(help.code).toBe(0);
  for (const command of ['build', 'validate', 'plan', 'scan', 'presets', 'schema', 'engine']) {
    expect(help.stdout).toContain(command);
  }
});

test('smoke --suggest says how the image is to be run, without an engine', async () => {
  const run = await harden(['smoke', 'examples/python-postgres', '--suggest']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('readOnlyRootFilesystem: true');
  expect(run.stdout).toContain('depends_on: [database]');
});

test('a report that is damaged is that of no build', async () => {
  const folder = await folderWith('version: 1\nlanguage: go\nentrypoint: [/app/server]\n');
  await writeFile(join(folder, 'go.mod'), 'module example.com/x\n\ngo 1.26\n');
  await mkdir(join(folder, '.harden'));
  await writeFile(join(folder, '.harden/report.json'), '{"plan": {');
  const run = await harden(['smoke', folder, '--engine', 'tcp://127.0.0.1:1']);
  expect(run).toMatchObject({ code: 5, stderr: expect.stringContaining('engine/unreachable') });
});

test('an unknown command is an error with a suggestion', async () => {
  const run = await harden(['biuld']);
  expect(run.code).toBe(2);
  expect(run.stdout).toBe('');
  expect(run.stderr).toContain('cli/unknown-command');
  expect(run.stderr).toContain('harden build');
});

test('an unknown option is an error', async () => {
  const run = await harden(['validate', '--jsn']);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('cli/bad-option');
});

test('a flag of two words leaves the argument after it alone', async () => {
  const run = await harden(['init', '--dry-run', 'nowhere']);
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nowhere') });
});

test('validate shows every error with its line and column', async () => {
  const folder = await folderWith(
    'version: 1\nlangauge: go\nentrypoint: /app/server\nbase: debain\n',
  );
  const run = await harden(['validate', folder]);
  expect(run.code).toBe(2);
  expect(run.stdout).toBe('');
  for (const place of [/yaml:2:1\b/, /yaml:3:13\b/, /yaml:4:7\b/])
    expect(run.stderr).toMatch(place);
  expect(run.stderr).toContain('language');
  const json = await harden(['validate', folder, '--json']);
  expect(json.code).toBe(2);
  const { diagnostics } = JSON.parse(json.stdout);
  expect(diagnostics.length).toBeGreaterThanOrEqual(3);
  for (const diagnostic of diagnostics) {
    expect(diagnostic).toMatchObject({
      code: expect.stringMatching(/^spec\//),
      file: expect.stringContaining('hardening.yaml'),
      line: expect.any(Number),
      column: expect.any(Number),
      hint: expect.any(String),
    });
  }
});

test('an empty folder and a missing path say what to do', async () => {
  const folder = await folderWith();
  for (const path of [folder, join(folder, 'absent')]) {
    const run = await harden(['plan', path]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('spec/missing-file');
    expect(run.stderr).not.toMatch(/\n\s+at /);
  }
});

test('plan is the same JSON twice, and text for people', async () => {
  const first = await harden(['plan', 'examples/go-api', '--json']);
  const second = await harden(['plan', 'examples/go-api', '--json'], { env: { TZ: 'Asia/Tokyo' } });
  expect(first.code).toBe(0);
  expect(second.stdout).toBe(first.stdout);
  expect(JSON.parse(first.stdout)).toMatchObject({ version: 1, name: 'go-api' });
  const text = await harden(['plan', 'examples/go-api']);
  expect(text.stdout).toContain('/app/server');
  expect(Math.max(...text.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('presets and schema print documents', async () => {
  expect((await harden(['presets', 'list'])).stdout).toMatch(/^go .*\n(.*\n)*python /m);
  expect((await harden(['presets', 'show', 'go'])).stdout).toContain('golang');
  expect((await harden(['presets', 'show', 'cobol'])).code).toBe(2);
  const schema = JSON.parse((await harden(['schema'])).stdout);
  expect(schema.$schema).toContain('draft-07');
  const ofReports = JSON.parse((await harden(['schema', 'report'])).stdout);
  expect(ofReports.required).toContain('verdict');
});

test('a spec that cannot be read is an error, not a crash', async () => {
  const folder = await folderWith();
  await mkdir(join(folder, 'hardening.yaml'));
  const run = await harden(['validate', folder]);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('spec/');
});

test('a reader that goes away is no error', async () => {
  const child = spawn(process.execPath, ['dist/cli.js', 'schema'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
