import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { finished, harden, start } from '../program.ts';
import { copyExample } from './copy.ts';
import { databaseRegistry } from './registry.ts';

/** An engine of the test's own, so that killing it disturbs nobody. */
const ENGINE = { HARDEN_ENGINE_NAME: 'fault' };

const left = async (folder: string) =>
  (await readdir(join(folder, '.harden')).catch(() => [])).filter((name) => name !== '.gitignore');

const SLOW = 'package main\n\nimport "time"\n\nfunc main() { time.Sleep(10 * time.Minute) }\n';

/** A copy of the example whose build step takes longer than any test. */
async function slowExample(): Promise<string> {
  const folder = await copyExample('go-api');
  await mkdir(join(folder, 'slow'));
  await writeFile(join(folder, 'slow', 'main.go'), SLOW);
  await writeFile(
    join(folder, 'hardening.yaml'),
    [
      'version: 1',
      'language: go',
      'base: debian',
      'entrypoint: [/app/server]',
      'build:',
      '  steps:',
      '    - run: [go, run, ./slow]',
      '',
    ].join('\n'),
  );
  return folder;
}

test('an engine killed in the middle of a build ends it with exit code 5', async () => {
  const engine = await harden(['engine', 'start', '--json'], { env: ENGINE });
  expect(engine.stderr + engine.code).toMatch(/0$/);
  onTestFinished(async () => void (await harden(['engine', 'stop'], { env: ENGINE })));
  const { pids } = JSON.parse(engine.stdout);
  const folder = await slowExample();

  const build = start(['build', folder], { env: ENGINE });
  const ended = finished(build);
  await sees(build, /building in the toolchain/);
  process.kill(pids.engine, 'SIGKILL');
  const { code, stderr } = await ended;
  expect(code).toBe(5);
  expect(stderr).toContain('engine/lost');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(await left(folder)).toEqual([]);
});

test('Ctrl-C ends a build with 130 and leaves nothing half-written', async () => {
  const folder = await slowExample();
  const build = start(['build', folder]);
  const ended = finished(build);
  await sees(build, /building in the toolchain/);
  build.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(await left(folder)).toEqual([]);
});

test('a failing step gives exit code 3, the line of the spec and the program’s own words', async () => {
  const folder = await copyExample('go-api');
  await writeFile(
    join(folder, 'hardening.yaml'),
    'version: 1\nlanguage: go\nbase: debian\nentrypoint: [/app/server]\nbuild:\n  steps:\n    - run: [go, build, ./absent]\n',
  );
  const { code, stderr } = await harden(['build', folder]);
  expect(code).toBe(3);
  expect(stderr).toContain('build/step-failed');
  expect(stderr).toMatch(/hardening\.yaml:7:/);
  expect(stderr).toContain('  7 |     - run: [go, build, ./absent]');
  expect(stderr).toContain('absent');
  expect(await left(folder)).toEqual([]);
});

test('an artifact that the build does not make gives exit code 3 and its name', async () => {
  const folder = await copyExample('go-api');
  await writeFile(
    join(folder, 'hardening.yaml'),
    'version: 1\nlanguage: go\nbase: debian\nentrypoint: [/app/absent]\nartifacts:\n  - {from: /out/absent, to: /app/absent}\n',
  );
  const { code, stderr } = await harden(['build', folder]);
  expect(code).toBe(3);
  expect(stderr).toContain('build/artifact-missing');
  expect(stderr).toMatch(/hardening\.yaml:6:/);
});

test('an engine that is not there gives exit code 5 at once', async () => {
  const { code, stderr } = await harden([
    'build',
    'examples/go-api',
    '--engine',
    'tcp://127.0.0.1:1',
  ]);
  expect(code).toBe(5);
  expect(stderr).toContain('engine/unreachable');
});

const metadata = (UpdatedAt: string) => JSON.stringify({ Version: 2, UpdatedAt });
const DATABASES: [what: string, code: string, files: Record<string, string> | undefined][] = [
  [
    'a database older than allowed',
    'scan/stale-database',
    { 'trivy.db': 'x', 'metadata.json': metadata('2020-01-01T00:00:00Z') },
  ],
  ['no database', 'scan/no-database', undefined],
  ['a database without metadata', 'scan/no-database', { 'trivy.db': 'x' }],
  [
    'a database that the scanner cannot open',
    'scan/failed',
    { 'trivy.db': 'no database', 'metadata.json': metadata(new Date().toISOString()) },
  ],
];

test.each(DATABASES)('%s gives exit code 4, not a verdict', async (_what, diagnostic, files) => {
  const folder = await copyExample('go-api');
  const mirrors = await databaseRegistry(files);
  const env = { HARDEN_REGISTRY_MIRRORS: mirrors };
  const { code, stdout, stderr } = await harden(['build', folder], { env });
  expect(stderr).toContain(diagnostic);
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(await left(folder)).toEqual([]);
});

/** Waits until the program has printed what the pattern says. */
function sees(child: ReturnType<typeof start>, pattern: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      text += chunk;
      if (pattern.test(text)) setTimeout(resolve, 2_000);
    });
    child.once('close', () => reject(new Error(`the program ended: ${text}`)));
  });
}
