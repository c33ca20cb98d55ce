import { createHash } from 'node:crypto';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type RawEntry, rawTar } from '../oci/raw-tar.ts';
import { harden } from '../program.ts';
import { judgeBy } from '../valid-json.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** An image as `docker save` wrote it, with one layer. */
async function saved(files: RawEntry[], config: object, os = 'linux'): Promise<void> {
  const layer = rawTar(files);
  const diff = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  const rootfs = { type: 'layers', diff_ids: [diff] };
  const entries = [
    { name: 'a/layer.tar', body: layer },
    { name: 'c.json', body: JSON.stringify({ os, architecture: 'amd64', config, rootfs }) },
    {
      name: 'manifest.json',
      body: JSON.stringify([{ Config: 'c.json', RepoTags: ['shop:1'], Layers: ['a/layer.tar'] }]),
    },
  ];
  await writeFile(join(folder, 'shop.tar'), rawTar(entries));
}

function audit(...args: string[]) {
  const env = { HARDEN_CACHE_DIR: join(folder, 'cache'), HARDEN_ENGINE: 'tcp://127.0.0.1:1' };
  return harden(['audit', ...args], { cwd: folder, env });
}

const APP: RawEntry[] = [
  { name: 'usr/bin/python3', body: '#!/bin/sh\n', mode: 0o755 },
  { name: 'bin/sh', body: 'x', mode: 0o755 },
  { name: 'srv/main.py', body: 'import os\n' },
];
const RUN = { Cmd: ['python3', '/srv/main.py'], WorkingDir: '/srv', User: 'root' };

test('an archive is audited without an engine, and the spec is written once', async () => {
  await saved(APP, RUN);
  const run = await audit('shop.tar', '--no-scan');
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/^image {5}shop:1\n/);
  expect(run.stdout).toContain('the image runs as root; the proposed one is 65532:65532');
  expect(run.stdout).toContain('entrypoint: [python3, main.py]');
  const written = await audit('shop.tar', '--no-scan', '--write', 'hardening.yaml', '--json');
  expect(written.code).toBe(0);
  const text = await readFile(join(folder, 'hardening.yaml'), 'utf8');
  const report = JSON.parse(written.stdout);
  expect(report.spec.text).toBe(text);
  expect(judgeBy('audit').unnamedIn(report)).toEqual([]);
  const again = await audit('shop.tar', '--no-scan', '--write', 'hardening.yaml');
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('move it away');
});

test('nothing is written where nothing is proposed', async () => {
  await saved([{ name: 'x', body: 'x' }], {});
  const run = await audit('shop.tar', '--no-scan', '--write', 'hardening.yaml');
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('audit/no-spec');
  await expect(access(join(folder, 'hardening.yaml'))).rejects.toThrow();
  expect((await audit('shop.tar', '--no-scan', '--write')).stderr).toContain('cli/bad-option');
});

test('with a scan an engine has to be there', async () => {
  await saved(APP, RUN);
  expect(await audit('shop.tar')).toMatchObject({ code: 5, stdout: '' });
});

test('a Dockerfile is audited with the project beside it', async () => {
  const lines = [
    'FROM python:3.13',
    'RUN apt-get install -y nano libpq5',
    'EXPOSE 9000',
    'CMD ["python3", "main.py"]',
  ];
  await writeFile(join(folder, 'Dockerfile'), lines.join('\n'));
  const alone = await audit('Dockerfile');
  expect(alone.code).toBe(0);
  expect(alone.stdout).toContain('nano (line 2): a tool to fetch');
  expect(alone.stdout).toContain('no spec is proposed');
  await writeFile(join(folder, 'requirements.txt'), '');
  await writeFile(join(folder, 'main.py'), 'print(1)\n');
  const whole = await audit('Dockerfile', '--json', '--write', 'hardening.yaml');
  expect(whole.code).toBe(0);
  const { packages, spec, lines: read } = JSON.parse(whole.stdout);
  expect(packages.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
    'unnecessary',
    'unknown',
  ]);
  expect(read).toHaveLength(4);
  expect(await readFile(join(folder, 'hardening.yaml'), 'utf8')).toBe(spec.text);
  expect((await harden(['validate', folder])).code).toBe(0);
  await writeFile(join(folder, 'Containerfile'), '# nothing\n');
  expect((await audit('Containerfile')).stderr).toContain('Containerfile has no FROM');
});

test('what is no image, or none that can be read, is a mistake in words', async () => {
  await writeFile(join(folder, 'text'), 'hello\n');
  expect(await audit('text', '--no-scan')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('oci/not-an-image'),
  });
  await saved(APP, RUN, 'windows');
  expect(await audit('shop.tar', '--no-scan')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('oci/unsupported-image'),
  });
  for (const options of [['--no-scan'], ['--engine', 'tcp://127.0.0.1:1']]) {
    expect(await audit('./gone.tar', ...options)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cli/not-found'),
    });
  }
});
