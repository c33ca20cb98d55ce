import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport } from './json.ts';

const EXAMPLES: [name: string, route: string][] = [
  // Without its spec nothing says that it is built elsewhere, so it is a program of Go.
  ['binary-notes', '/healthz'],
  ['go-api', '/healthz'],
  ['java-api', '/actuator/health'],
  ['node-api', '/healthz'],
  ['node-sqlite', '/healthz'],
  ['node-web', '/healthz'],
  ['python-api', '/healthz'],
  ['python-postgres', '/healthz'],
  ['python-wsgi', '/healthz'],
  ['rust-api', '/healthz'],
  ['static-docs', '/'],
  ['static-site', '/'],
];

/** Programs that listen to nobody: what they do shows in a run, which init cannot know. */
const WORKERS = ['go-invoices', 'java-worker', 'python-worker', 'rust-worker'];

/** A program of C, which init does not know, one that must not pass, and files of pipelines. */
const NOT_HERE = ['binary-statsd', 'vulnerable-go', 'ci'];

test('every example is here', async () => {
  const here = [...EXAMPLES.map(([name]) => name), ...WORKERS, ...NOT_HERE];
  expect(here.sort()).toEqual((await readdir(join(ROOT, 'examples'))).sort());
});

async function builtAfterInit(name: string) {
  const folder = await copyExample(name);
  const file = join(folder, 'hardening.yaml');
  await rm(file);
  const run = await harden(['init', folder, '--yes']);
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: `${file}\n` });
  expect(await readFile(file, 'utf8')).toContain('yaml-language-server: $schema=.harden/');
  const report = await buildReport(folder);
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.packages.missing).toEqual([]);
  return report;
}

test.each(EXAMPLES)(
  '%s without its spec: init, then build, without an edit',
  async (name, route) => {
    const report = await builtAfterInit(name);
    // The route that init found answers 200.
    expect(report.smoke).toMatchObject([
      { pass: true, name: expect.stringContaining(`${route} gives 200`) },
    ]);
  },
);

test.each(WORKERS)('%s without its spec: init, then build, without an edit', async (name) => {
  const { coverage } = await builtAfterInit(name);
  expect(coverage.files.attributed).toBe(coverage.files.total);
});
