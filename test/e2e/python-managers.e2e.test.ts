import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport, layersOf } from './json.ts';
import { answers } from './serve.ts';

const images = await labImages();

test('a Flask service locked by Poetry builds, passes and answers', async () => {
  const archive = join(ROOT, 'examples/python-wsgi', '.harden', 'image.tar');
  const report = await buildReport('examples/python-wsgi', { args: ['--output', archive] });
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.smoke).toMatchObject([{ pass: true }, { pass: true }]);
  expect(await answers(archive, 8080, '/healthz')).toBe(200);
});

test('a worker without HTTP builds, passes and does its work', async () => {
  const report = await buildReport('examples/python-worker');
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.smoke).toMatchObject([{ pass: true }]);
});

test('a changed source leaves the layer of the packages as it is', async () => {
  const before = await buildReport('examples/python-worker');
  const folder = await copyExample('python-worker');
  await appendFile(join(folder, 'src/thumbs/check.py'), '\n# changed\n');
  const after = await buildReport(folder);
  expect(layersOf(after, 'dependencies')).toEqual(layersOf(before, 'dependencies'));
  expect(layersOf(after, 'app')).not.toEqual(layersOf(before, 'app'));
});

/** The worker with another base, or more lines. */
async function worker(change: (spec: string) => string): Promise<string> {
  const folder = await copyExample('python-worker');
  const file = join(folder, 'hardening.yaml');
  await writeFile(file, change(await readFile(file, 'utf8')));
  return folder;
}

test('a project that is installed is known by its name, and a scanner sees it', async () => {
  const code = "import importlib.metadata as m; print(m.version('thumbs'))";
  const run = `  - {run: [python3, -c, ${JSON.stringify(code)}], expect: {stdout: "1.2.0"}}\n`;
  const folder = await worker((spec) => `${spec}${run}with: {install: true}\n`);
  const report = await buildReport(folder);
  expect(report.smoke).toMatchObject([{ pass: true }, { pass: true }]);
  expect(report.coverage.packages.missing).toEqual([]);
});

test.for([
  ['distroless', 'distroless/python3-debian13:nonroot'],
  ['slim', 'library/python:3.13-slim-trixie'],
] as const)('the interpreter is found on %s', async ([base, image], { skip }) => {
  skip(!images.includes(image), `the registry has no ${image}`);
  const report = await buildReport(await worker((spec) => spec.replace('debian', base)));
  expect(report.smoke).toMatchObject([{ pass: true }]);
  expect(report.coverage.packages.missing).toEqual([]);
});

test('a lock of Poetry that is out of date is not installed', async () => {
  const folder = await copyExample('python-wsgi');
  const file = join(folder, 'pyproject.toml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"gunicorn (>=23)"', '"gunicorn (>=23,<24)"'));
  const { code, stderr, stdout } = await harden(['build', folder]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('build/step-failed');
  expect(stderr).toContain('Run `poetry lock`');
});

test('a package without a wheel is built from its source', async () => {
  const folder = await copyExample('python-worker');
  const sdist = '49b3a825280bd66b3aa83585ef59c4a8c82f2c8a522dbe754a8bc8d08c85c491';
  await appendFile(join(folder, 'requirements.txt'), `\ndocopt==0.6.2 --hash=sha256:${sdist}\n`);
  const file = join(folder, 'hardening.yaml');
  const run =
    '  - {run: [python3, -c, "import docopt; print(docopt.__version__)"], expect: {stdout: 0.6.2}}\n';
  await appendFile(file, run);
  const report = await buildReport(folder);
  expect(report.smoke).toMatchObject([{ pass: true }, { pass: true }]);
  expect(report.coverage.packages.missing).toEqual([]);
});
