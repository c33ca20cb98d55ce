import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harden } from '../program.ts';

const SECRET = 'hunter2-hunter2';
const SPEC = `version: 1\nlanguage: go\nentrypoint: [/app/server]\nbase: debian # ${SECRET}\n`;
const LONELY = { HARDEN_ENGINE: 'tcp://127.0.0.1:1' };

async function project(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'hardening.yaml'), SPEC);
  await writeFile(join(folder, 'go.mod'), 'module example.com/orders\n\ngo 1.26\n');
  return folder;
}

test('an engine that does not answer is an error, with what mends it', async () => {
  const run = await harden(['doctor', '--json'], { cwd: await project(), env: LONELY });
  expect(run).toMatchObject({ code: 2, stderr: '' });
  const { symptoms } = JSON.parse(run.stdout);
  expect(symptoms).toContainEqual({
    ...{ name: 'engine', state: 'error', fix: expect.stringContaining('HARDEN_ENGINE') },
    says: expect.stringContaining('tcp://127.0.0.1:1'),
  });
  expect(symptoms).toContainEqual(expect.objectContaining({ name: 'spec', fix: 'harden lock' }));
});

test('the file for a bug report holds no secret', async () => {
  const folder = await project();
  const env = {
    ...LONELY,
    ...{ NPM_TOKEN: SECRET, HTTPS_PROXY: 'http://somebody:proxy-password@127.0.0.1:9' },
  };
  const run = await harden(['doctor', '--bundle', 'bug.json'], { cwd: folder, env });
  const bundle = await readFile(join(folder, 'bug.json'), 'utf8');
  for (const text of [bundle, run.stdout, run.stderr]) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('proxy-password');
  }
  expect(JSON.parse(bundle).variables).toContain('NPM_TOKEN');
  expect(JSON.parse(bundle).spec).toContain('base: debian # ***');
});
