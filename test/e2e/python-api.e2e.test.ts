import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { answers } from './serve.ts';

const EXAMPLE = 'examples/python-api';

test('a Python service with native wheels builds, passes and answers', async () => {
  const archive = join(ROOT, EXAMPLE, '.harden', 'image.tar');
  const run = await harden(['build', EXAMPLE, '--json', '--output', archive]);
  expect(run.stderr + run.code).toMatch(/0$/);
  const report = JSON.parse(run.stdout);
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.packages.missing).toEqual([]);
  const kinds = report.image.layers.map((layer: { kind: string }) => layer.kind);
  expect(kinds).toEqual(['base', 'dependencies', 'app']);
  expect(await answers(archive, 8080, '/healthz')).toBe(200);
});

test('what is known of its files does not hang on the spec', async () => {
  const layout = join(ROOT, EXAMPLE, '.harden', 'image');
  const run = await harden(['scan', layout, '--json']);
  const { coverage } = JSON.parse(run.stdout);
  expect(coverage.gaps).toEqual([]);
  expect(coverage.files.attributed).toBe(coverage.files.total);
});

test('without cache the digest is the same', async () => {
  const [cached, uncached] = [
    await harden(['build', EXAMPLE, '--json', '--force']),
    await harden(['build', EXAMPLE, '--json', '--no-cache']),
  ];
  expect(JSON.parse(uncached.stdout).image.digest).toBe(JSON.parse(cached.stdout).image.digest);
});
