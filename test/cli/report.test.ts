import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { formats } from '../../src/report/formats.ts';
import { renderJson } from '../../src/report/json.ts';
import { harden } from '../program.ts';
import { runNamed } from '../report/runs.ts';

const SPEC = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\nbase: debian\n';
const GO_MOD = 'module example.com/orders\n\ngo 1.26\n\nrequire golang.org/x/text v0.3.5\n';

/** A repository with a project in a folder of it, and the report of its last build. */
async function built(text = renderJson(runNamed('fail-fixable'))): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'harden-report-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const project = join(root, 'services', 'orders');
  await mkdir(join(root, '.git'));
  await mkdir(join(project, '.harden'), { recursive: true });
  await writeFile(join(project, 'hardening.yaml'), SPEC);
  await writeFile(join(project, 'go.mod'), GO_MOD);
  await writeFile(join(project, '.harden', 'report.json'), text);
  return project;
}

test('a stored run is printed again, on stdout and without an engine', async () => {
  const run = await harden(['report', await built()]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('FAILED  orders');
  expect(run.stdout).toContain('go.mod:5');
});

test('reports are written with paths from the root of the repository', async () => {
  const project = await built();
  const reports = ['sarif=out/a.sarif', 'json=b.json'].flatMap((one) => ['--report', one]);
  const run = await harden(['report', ...reports], { cwd: project });
  expect(run).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const sarif = await readFile(join(project, 'out/a.sarif'), 'utf8');
  const places = new Set([...sarif.matchAll(/"uri":"([^"]*)"/g)].map(([, uri]) => uri));
  expect(places).toEqual(new Set(['services/orders/go.mod', 'services/orders/hardening.yaml']));
  expect(JSON.parse(await readFile(join(project, 'b.json'), 'utf8'))).toEqual(
    runNamed('fail-fixable'),
  );
});

test('every form that there is can be written, and a link stays a link', async () => {
  const project = await built();
  await writeFile(join(project, 'target'), '');
  await symlink('target', join(project, 'html'));
  const args = formats.flatMap((name) => ['--report', `${name}=${name}`]);
  const run = await harden(['report', ...args], { cwd: project });
  expect(run).toMatchObject({ code: 0, stdout: '', stderr: '' });
  for (const name of formats) {
    const text = await readFile(join(project, name), 'utf8');
    expect(text).toContain('CVE-2021-38561');
    expect(text.endsWith('\n')).toBe(true);
  }
  expect(await readFile(join(project, 'target'), 'utf8')).toMatch(/^<!doctype html>/);
  expect((await readdir(project)).filter((name) => /\.\d+-/.test(name))).toEqual([]);
});

const WRONG: [what: string, args: string[], said: string][] = [
  ['an unknown report', ['--report', 'srif=a'], '--report sarif=a'],
  ['a folder for a file', ['--report', 'sarif=.'], 'names a folder'],
  ['a device', ['--report', 'sarif=/dev/null'], 'names no regular file'],
  ['a file for a folder', ['--report', 'sarif=go.mod/a.sarif'], 'report/cannot-write'],
  ['no report', ['nowhere'], 'cli/not-found'],
  ['no report of harden', ['go.mod'], 'report/unreadable'],
];

test.each(WRONG)('%s is a mistake with exit code 2', async (_what, args, said) => {
  const run = await harden(['report', ...args], { cwd: await built() });
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
});

test('a damaged report is refused and writes nothing', async () => {
  const project = await built('{"schemaVersion": 1,');
  const run = await harden(['report', '--report', 'sarif=a.sarif'], { cwd: project });
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('is damaged') });
  await expect(readFile(join(project, 'a.sarif'))).rejects.toThrow('ENOENT');
});
