import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadSpec } from '../../src/spec/load.ts';
import { harden, ROOT } from '../program.ts';
import { codeBlocks } from '../readme.ts';

const MAIN = 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8090", nil)\n}\n';
const GO = { 'go.mod': 'module example.com/app\n\ngo 1.24\n', 'main.go': MAIN };

async function project(files: Record<string, string> = GO): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-init-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const specOf = (folder: string) => readFile(join(folder, 'hardening.yaml'), 'utf8');

test('init writes a spec that is valid, names it on stdout and shows the lines on stderr', async () => {
  const folder = await project();
  const run = await harden(['init', folder]);
  const file = join(folder, 'hardening.yaml');
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: `${file}\n` });
  for (const place of ['go.mod:1', 'main.go:3', 'main.go:4']) expect(run.stderr).toContain(place);
  const text = await specOf(folder);
  expect(loadSpec(text, 'hardening.yaml').ok).toBe(true);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.harden\/hardening\.schema\.json\n/);
  expect((await harden(['validate', folder])).code).toBe(0);
  // The schema that its first line names is in the output folder; nothing else is left.
  const schema = await readFile(join(folder, '.harden/hardening.schema.json'), 'utf8');
  expect(JSON.parse(schema)).toHaveProperty('properties.language');
  expect((await readdir(folder)).sort()).toEqual([
    '.harden',
    'go.mod',
    'hardening.yaml',
    'main.go',
  ]);
});

test('a spec that is there stays as it is, unless --force', async () => {
  const folder = await project({ ...GO, 'hardening.yaml': '# mine\n' });
  const run = await harden(['init', folder, '--yes']);
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
  expect(run.stderr).toContain('init/spec-exists');
  expect(run.stderr).toContain('--force');
  expect(await specOf(folder)).toBe('# mine\n');
  expect((await harden(['init', folder, '--force'])).code).toBe(0);
  expect(await specOf(folder)).toContain('language: go');
});

test('a link that leads nowhere is a spec that is there', async () => {
  const folder = await project();
  await symlink('absent', join(folder, 'hardening.yaml'));
  const run = await harden(['init', folder]);
  expect(run.code).toBe(2);
  expect(await readdir(folder)).not.toContain('absent');
});

test('a folder in the place of the spec is an error, not a crash', async () => {
  const folder = await project();
  await mkdir(join(folder, 'hardening.yaml', 'x'), { recursive: true });
  const run = await harden(['init', folder, '--force']);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('init/cannot-write');
  expect((await readdir(folder)).sort()).toEqual(['go.mod', 'hardening.yaml', 'main.go']);
});

test('--dry-run prints the spec and writes nothing', async () => {
  const folder = await project();
  const run = await harden(['init', folder, '--dry-run']);
  expect(run.code).toBe(0);
  expect(loadSpec(run.stdout, 'hardening.yaml').ok).toBe(true);
  expect(await readdir(folder)).not.toContain('hardening.yaml');
});

test('--json gives the proposal with its evidence', async () => {
  const folder = await project();
  const run = await harden(['init', folder, '--json', '--dry-run']);
  expect(run.stderr).toBe('');
  const { schemaVersion, projects } = JSON.parse(run.stdout);
  expect(schemaVersion).toBe(1);
  expect(projects).toMatchObject([{ folder: '', written: false, diagnostics: [], choices: [] }]);
  expect(projects[0].findings).toContainEqual({
    what: 'port',
    value: '8090',
    certainty: 'found',
    evidence: [{ file: 'main.go', line: 4, text: 'http.ListenAndServe(":8090", nil)' }],
  });
  const written = await harden(['init', folder, '--json']);
  expect(JSON.parse(written.stdout).projects[0].written).toBe(true);
  const again = await harden(['init', folder, '--json']);
  expect(again.code).toBe(2);
  expect(JSON.parse(again.stdout).diagnostics).toMatchObject([{ code: 'init/spec-exists' }]);
});

test('several projects get a spec each; one that has its spec already keeps it', async () => {
  const folder = await project({
    'api/go.mod': GO['go.mod'],
    'api/main.go': MAIN,
    'mail/requirements.txt': '',
    'mail/worker.py': 'if __name__ == "__main__":\n    run()\n',
    'mail/hardening.yaml': '# mine\n',
  });
  const run = await harden(['init', folder]);
  expect(run.code).toBe(0);
  expect(run.stdout).toBe(`${join(folder, 'api', 'hardening.yaml')}\n`);
  expect(run.stderr).toContain('init/spec-exists');
  expect(await readFile(join(folder, 'mail', 'hardening.yaml'), 'utf8')).toBe('# mine\n');
});

test('a guess is said to be one, in the spec too', async () => {
  const folder = await project({
    'go.mod': GO['go.mod'],
    'cmd/a/main.go': MAIN,
    'cmd/b/main.go': MAIN,
  });
  const run = await harden(['init', folder, '--yes']);
  expect(run.stderr).toContain('a guess: one of 2 programs');
  expect(await specOf(folder)).toContain('with: {package: ./cmd/a} # a guess: one of 2 programs');
});

test.each([
  ['an empty folder', {}, 'is empty'],
  ['a folder without a project', { 'notes.md': '# notes\n' }, 'none of the 1 files'],
])('%s says what was looked for', async (_what, files, says) => {
  const folder = await project(files);
  const run = await harden(['init', folder]);
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
  for (const word of ['init/nothing-found', says, 'go.mod', 'requirements.txt']) {
    expect(run.stderr.replace(/\s+/g, ' ')).toContain(word);
  }
});

test('a path that is no folder is an error', async () => {
  const folder = await project();
  for (const path of ['absent', 'go.mod']) {
    const run = await harden(['init', join(folder, path)]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('init/nothing-found');
  }
});

test('--from-dockerfile lists what it could not translate', async () => {
  const dockerfile = 'FROM golang:1.24\nRUN make magic\nSTOPSIGNAL SIGINT\nCMD ["/app", "-v"]\n';
  const folder = await project({ ...GO, 'build.Dockerfile': dockerfile });
  const run = await harden(['init', folder, '--from-dockerfile=build.Dockerfile', '--dry-run']);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('entrypoint: [/app/server, -v]');
  expect(run.stdout).toContain('stopSignal: SIGINT');
  expect(run.stderr).toMatch(/^! {4}2 {2}RUN make magic/m);
  const absent = await harden(['init', folder, '--from-dockerfile=absent']);
  expect(absent.code).toBe(2);
  expect(absent.stderr).toContain('init/no-dockerfile');
});

test('what the README shows is what init prints', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const shown = codeBlocks(readme, '').find((block) => block.includes('\n  language '));
  const run = await harden(['init', 'examples/go-api', '--dry-run'], { env: { COLUMNS: '100' } });
  expect(run.stderr.trim()).toBe(shown?.trim());
});
