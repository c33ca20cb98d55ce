import { expect, test } from 'vitest';
import type { ExactApkInput } from '../../src/dagger/apk.ts';
import { withPipeline } from '../../src/dagger/index.ts';
import { ExecFailure, recordingEngine } from './recording-engine.ts';

const at = (line: number) => ({ file: 'hardening.yaml', line, column: 3, length: 1 });
const INPUT: ExactApkInput = {
  image: 'docker.io/library/alpine@sha256:11',
  names: ['greeting', 'libpq'],
  exactly: [
    { name: 'greeting', version: '1.2-r0' },
    { name: 'greeting-words', version: '0.9-r3' },
  ],
  repositories: [
    { written: './packages', place: '/project/packages' },
    { written: 'https://mirror.example/main', place: 'https://mirror.example/main' },
  ],
  keys: ['/project/test.rsa.pub'],
  origins: { greeting: at(5), libpq: at(6) },
  origin: at(4),
  platform: 'linux/amd64',
  network: { variables: { HTTPS_PROXY: 'http://user:secret@proxy:3128' } },
  freshness: '2026-11-25',
  archive: '/tmp/apk.tar',
};

test('the packages ask the engine for exactly this', async () => {
  const engine = await recordingEngine({ stderr: '' });
  await withPipeline(engine.session, (pipeline) => pipeline.installApk(INPUT));
  await expect(`${engine.queries.toSorted().join('\n\n')}\n`).toMatchFileSnapshot('apk.graphql');
});

test('apk of another image installs into the base, with that image’s keys', async () => {
  const engine = await recordingEngine({ stderr: '' });
  const installer = 'cgr.dev/chainguard/wolfi-base@sha256:22';
  const input = { ...INPUT, installer, repositories: [], keys: [] };
  await withPipeline(engine.session, (pipeline) => pipeline.installApk(input));
  const queries = engine.queries.join('\n');
  expect(queries).toContain('"--root","/run/harden/root"');
  expect(queries).toContain('"--keys-dir"');
  expect(queries).not.toContain('--repositories-file');
});

test('without keys of its own the spec trusts those of the base', async () => {
  const engine = await recordingEngine({ stderr: '' });
  await withPipeline(engine.session, (p) => p.installApk({ ...INPUT, keys: [] }));
  expect(engine.queries.join('\n')).not.toMatch(/--keys-dir|--root/);
});

test('a package that is nowhere is told at its line', async () => {
  const log =
    'ERROR: unable to select packages:\n  libpq (no such package):\n    required by: world[libpq]\n';
  const engine = await recordingEngine({
    stderr: new ExecFailure(['apk', 'add'], 1, log),
    stdout: 'libpq5\nmusl\n',
  });
  const thrown = await withPipeline(engine.session, (p) => p.installApk(INPUT)).catch((e) => e);
  expect(thrown.diagnostics).toMatchObject([
    { code: 'apk/unknown-package', span: at(6), hint: 'did you mean libpq5?' },
  ]);
});

test('what apk would install is asked for without a version, and nothing is written', async () => {
  const stdout = '(1/2) Installing musl (1.2.5-r0)\n(2/2) Installing libpq (16.4-r0)\nOK: 8 MiB\n';
  const engine = await recordingEngine({ stderr: '', stdout });
  const chosen = await withPipeline(engine.session, (pipeline) => pipeline.chooseApk(INPUT));
  expect(chosen).toEqual([
    { name: 'libpq', version: '16.4-r0' },
    { name: 'musl', version: '1.2.5-r0' },
  ]);
  const queries = engine.queries.join('\n');
  expect(queries).toContain('"add","--simulate","--","greeting","libpq"]');
  expect(queries).not.toContain('export');
});

test('an engine that is gone is not the fault of a package', async () => {
  const session = { kind: 'own' as const, port: 1, token: 'x' };
  const thrown = await withPipeline(session, (p) => p.installApk(INPUT)).catch((e) => e);
  expect(thrown.diagnostics[0].code).toBe('engine/lost');
});
