import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { answers } from './serve.ts';

const EXAMPLE = 'examples/go-api';
let report: Awaited<ReturnType<typeof buildReport>>;

async function buildReport(folder: string, ...options: string[]) {
  const run = await harden(['build', folder, '--json', ...options]);
  expect(run.stderr + run.code).toMatch(/0$/);
  return JSON.parse(run.stdout);
}

beforeAll(async () => {
  report = await buildReport(EXAMPLE);
});

test('the report has the verdict and the proof it rests on', () => {
  expect(report.schemaVersion).toBe(1);
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.os.family).toBe('debian');
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.coverage.packages.seen).toBeGreaterThanOrEqual(report.coverage.packages.expected);
  expect(report.coverage.packages.expected).toBeGreaterThan(5);
  expect(report.image.layers.map((layer: { kind: string }) => layer.kind)).toEqual(['base', 'app']);
});

test('the image has no shell, no package manager and a numeric user', () => {
  const failed = report.checks.filter((check: { pass: boolean }) => !check.pass);
  expect(failed).toEqual([]);
  const ids = report.checks.map((check: { id: string }) => check.id);
  expect(ids).toEqual(
    expect.arrayContaining(['no-shell', 'no-package-manager', 'runs-as-non-root']),
  );
});

test('beyond the binary the image holds less than 25 MB', () => {
  const beyond = report.image.layers.filter((layer: { kind: string }) => layer.kind !== 'app');
  const bytes = beyond.reduce(
    (sum: number, layer: { uncompressed: number }) => sum + layer.uncompressed,
    0,
  );
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(25_000_000);
});

test('building again, without cache and in another folder gives the same digest', async () => {
  const again = await buildReport(EXAMPLE);
  expect(again.image.digest).toBe(report.image.digest);
  const uncached = await buildReport(EXAMPLE, '--no-cache');
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
  const digests = (r: typeof report, kind: string) =>
    r.image.layers
      .filter((l: { kind: string }) => l.kind === kind)
      .map((l: { digest: string }) => l.digest);
  expect(digests(changed, 'base')).toEqual(digests(report, 'base'));
  expect(digests(changed, 'app')).not.toEqual(digests(report, 'app'));
});

test('the image starts as it is and answers', async () => {
  const archive = join(ROOT, EXAMPLE, '.harden', 'image.tar');
  const run = await harden(['build', EXAMPLE, '--output', archive]);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain(report.image.digest);
  expect(await answers(archive, 8080, '/healthz')).toBe(200);
});
