import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/report/types.ts';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { everyTest } from './every.ts';
import { buildReport, layersOf } from './json.ts';
import { answers } from './serve.ts';

const API = 'examples/rust-api';
const WORKER = 'examples/rust-worker';
const images = await labImages();

/** Names of the crates that the scanner saw in the program. */
async function cratesSeen(example: string): Promise<string[]> {
  const file = join(ROOT, example, '.harden', 'trivy.json');
  const { Results } = JSON.parse(await readFile(file, 'utf8')) as TrivyReport;
  return Results.filter(({ Type }) => Type === 'rustbinary').flatMap(({ Packages = [] }) =>
    Packages.map(({ Name }) => Name),
  );
}

interface TrivyReport {
  Results: { Type: string; Packages?: { Name: string }[] }[];
}

function expectWhole(report: RunReport, crates: number) {
  expect(report.verdict.pass).toBe(true);
  expect(report.checks.filter(({ pass }) => !pass)).toEqual([]);
  expect(report.smoke).toMatchObject([{ pass: true }]);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.coverage.packages.expected).toBeGreaterThan(crates);
}

test.runIf(images.includes('library/rust:1.85'))(
  'a Rust workspace builds, answers and shows every crate',
  async () => {
    const archive = join(ROOT, API, '.harden', 'image.tar');
    const report = await buildReport(API, { args: ['--output', archive] });
    expectWhole(report, 90);
    expect(report.image.base.ref).toBe('gcr.io/distroless/cc-debian13:nonroot');
    const crates = await cratesSeen(API);
    expect(crates).toEqual(expect.arrayContaining(['api', 'axum', 'links', 'tokio-postgres']));
    expect(await answers(archive, 8080, '/healthz')).toBe(200);
  },
);

test.runIf(images.includes('library/rust:1.85'))(
  'a changed source is what runs, on the dependencies that were compiled before',
  async () => {
    const folder = await copyExample('rust-api');
    const before = await buildReport(folder);
    const source = join(folder, 'crates', 'api', 'src', 'http.rs');
    const text = await readFile(source, 'utf8');
    await writeFile(source, text.replace('"/healthz"', '"/alive"'));
    const archive = join(folder, 'image.tar');
    const spec = join(folder, 'hardening.yaml');
    await writeFile(spec, (await readFile(spec, 'utf8')).replace('/healthz', '/alive'));
    const changed = await buildReport(folder, { args: ['--output', archive] });
    expect(layersOf(changed, 'app')).not.toEqual(layersOf(before, 'app'));
    expect(changed.coverage.packages).toEqual(before.coverage.packages);
    expect(await answers(archive, 8080, '/alive')).toBe(200);
    expect(await answers(archive, 8080, '/healthz')).toBe(404);
    await writeFile(source, text);
    const back = await buildReport(folder, { code: 8 });
    expect(layersOf(back, 'app')).toEqual(layersOf(before, 'app'));
  },
);

test('a Rust worker builds with a toolchain of packages, and runs', async () => {
  const report = await buildReport(WORKER);
  expectWhole(report, 20);
  expect(await cratesSeen(WORKER)).toEqual(expect.arrayContaining(['clap', 'digest', 'serde']));
});

everyTest('a Rust worker has the same digest without cache', async () => {
  const cached = await buildReport(WORKER);
  const uncached = await buildReport(WORKER, { args: ['--no-cache'] });
  expect(uncached.image.digest).toBe(cached.image.digest);
});

test('a program without its list of crates is no pass', async () => {
  const folder = await copyExample('rust-worker');
  const spec = join(folder, 'hardening.yaml');
  const own = 'build: {steps: [{run: [cargo, build, --release, --locked]}]}\n';
  await writeFile(spec, (await readFile(spec, 'utf8')) + own);
  const run = await harden(['build', folder]);
  expect(run.code).toBe(4);
  expect(run.stderr).toContain('/app/digest holds no list of crates');
});
