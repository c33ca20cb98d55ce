import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { RunReport } from '../../src/report/types.ts';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport, layersOf } from './json.ts';
import { answers } from './serve.ts';

const EXAMPLE = 'examples/go-api';
let report: RunReport;

beforeAll(async () => {
  report = await buildReport(EXAMPLE);
});

test('the report has the verdict and the proof it rests on', () => {
  expect(report.schemaVersion).toBe(1);
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.os?.family).toBe('debian');
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.coverage.packages.seen).toBeGreaterThanOrEqual(report.coverage.packages.expected);
  expect(report.coverage.packages.expected).toBeGreaterThan(5);
  expect(report.image.layers.map((layer) => layer.kind)).toEqual(['base', 'app']);
});

test('the image has no shell, no package manager and a numeric user', () => {
  const failed = report.checks.filter((check) => !check.pass);
  expect(failed).toEqual([]);
  const ids = report.checks.map((check) => check.id);
  expect(ids).toEqual(
    expect.arrayContaining(['no-shell', 'no-package-manager', 'runs-as-non-root']),
  );
});

test('beyond the binary the image holds less than 25 MB', () => {
  const beyond = report.image.layers.filter((layer) => layer.kind !== 'app');
  const bytes = beyond.reduce((sum, layer) => sum + layer.uncompressed, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(25_000_000);
});

test('building again, without cache and in another folder gives the same digest', async () => {
  const again = await buildReport(EXAMPLE);
  expect(again.image.digest).toBe(report.image.digest);
  const uncached = await buildReport(EXAMPLE, { args: ['--no-cache'] });
  expect(uncached.image.digest).toBe(report.image.digest);
  const elsewhere = await buildReport(await copyExample('go-api'));
  expect(elsewhere.image.digest).toBe(report.image.digest);
});

test('a changed line changes the app layer and nothing else', async () => {
  const folder = await copyExample('go-api');
  const spec = join(folder, 'main.go');
  await writeFile(
    spec,
    (await readFile(spec, 'utf8')).replace(
      'func main() {',
      'func main() {\n\t_ = "changed"\n\tprintln("changed")\n',
    ),
  );
  const changed = await buildReport(folder);
  expect(layersOf(changed, 'base')).toEqual(layersOf(report, 'base'));
  expect(layersOf(changed, 'app')).not.toEqual(layersOf(report, 'app'));
});

test('another engine, before and after a restart, gives the same digest', async () => {
  const env = { HARDEN_ENGINE_NAME: 'second' };
  onTestFinished(async () => void (await harden(['engine', 'stop'], { env })));
  const first = await buildReport(EXAMPLE, { env });
  expect(first.image.digest).toBe(report.image.digest);
  expect((await harden(['engine', 'stop'], { env })).code).toBe(0);
  const restarted = await buildReport(EXAMPLE, { env });
  expect(restarted.image.digest).toBe(report.image.digest);
});

test('the image starts as it is and answers', async () => {
  const archive = join(ROOT, EXAMPLE, '.harden', 'image.tar');
  const run = await harden(['build', EXAMPLE, '--output', archive]);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain(report.image.digest);
  expect(await answers(archive, 8080, '/healthz')).toBe(200);
});
