import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport, layersOf } from './json.ts';
import { answers } from './serve.ts';

/** Each with a source of it, and a line to add to that. */
const EXAMPLES: [name: string, port: number, path: string, source: string, line: string][] = [
  ['node-api', 8080, '/healthz', 'src/memory-store.ts', 'export const changed = true;'],
  ['node-web', 3000, '/', 'src/app.html', '<!-- changed -->'],
  ['node-sqlite', 8080, '/healthz', 'src/app.js', 'export const changed = true;'],
];

test.each(EXAMPLES)('%s builds, passes, and all its packages are seen', async (name) => {
  const report = await buildReport(`examples/${name}`);
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.gaps).toEqual([]);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.coverage.packages.expected).toBeGreaterThan(16);
  expect(report.checks.filter(({ pass }) => !pass)).toEqual([]);
  const kinds = new Set(report.image.layers.map(({ kind }) => kind));
  // What they keep is in a folder of its own.
  const writable = name === 'node-api' ? [] : ['runtime'];
  expect([...kinds]).toEqual(['base', 'dependencies', 'app', ...writable]);
});

test('without cache a service has the same digest', async () => {
  const cached = await buildReport('examples/node-api');
  const uncached = await buildReport('examples/node-api', { args: ['--no-cache'] });
  expect(uncached.image.digest).toBe(cached.image.digest);
});

/** The third needs its volume, which its smoke test gives it. */
test.each(EXAMPLES.slice(0, 2))('%s answers', async (name, port, path) => {
  const archive = join(ROOT, 'examples', name, '.harden', 'image.tar');
  const run = await harden(['build', `examples/${name}`, '--json', '--output', archive]);
  expect(run.stderr + run.code).toMatch(/0$/);
  expect(await answers(archive, port, path)).toBe(200);
});

test.each(EXAMPLES)('%s: a changed source leaves its packages alone', async (...example) => {
  const [name, , , source, line] = example;
  const before = await buildReport(`examples/${name}`);
  const folder = await copyExample(name);
  await appendFile(join(folder, source), `\n${line}\n`);
  const after = await buildReport(folder);
  expect(layersOf(after, 'dependencies')).toEqual(layersOf(before, 'dependencies'));
  expect(layersOf(after, 'app')).not.toEqual(layersOf(before, 'app'));
});

test('without the folder that it writes, the server fails and is told the line to add', async () => {
  const folder = await copyExample('node-web');
  const spec = join(folder, 'hardening.yaml');
  const text = await readFile(spec, 'utf8');
  await writeFile(spec, text.replace(', writable: [/data]', ''));
  const report = await buildReport(folder, { code: 8 });
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors).toMatchObject([
    {
      code: 'smoke/failed',
      span: { line: 6, column: 5 },
      hint: 'it writes /data, and the root is read-only: add runtime.writable: [/data]',
    },
  ]);
});

test('the last build can be run again alone, and says how it is to be run', async () => {
  const { image } = await buildReport('examples/node-web');
  const run = await harden(['smoke', 'examples/node-web', '--json']);
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    image: { name: 'node-web', digest: image.digest },
    smoke: [{ name: 'GET :3000/ gives 200', pass: true }],
  });
  const folder = await copyExample('node-web');
  const spec = join(folder, 'hardening.yaml');
  const text = await readFile(spec, 'utf8');
  await writeFile(spec, text.replace(', writable: [/data]', ''));
  const failed = await harden(['smoke', folder]);
  expect(failed.code).toBe(8);
  expect(failed.stdout).toMatch(/^GET :3000\/ gives 200: FAILED, exited with 1 after/);
  const again = await harden(['smoke', folder]);
  expect(again.stderr).not.toContain('building in the toolchain');
  expect(again.code).toBe(8);
});

test('the same program runs on the slim image, without its npm and its shell', async () => {
  const folder = await copyExample('node-api');
  await appendFile(join(folder, 'hardening.yaml'), 'base: slim\n');
  const report = await buildReport(folder);
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.packages.missing).toEqual([]);
});
