import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { compile } from '../src/compile.ts';
import { error, HardenError } from '../src/diagnostics/diagnostic.ts';
import { createPins } from '../src/lock/pins.ts';
import { inRun, withRun } from '../src/run.ts';

test('pins that are given count before the lock, and are made anew for each run', async () => {
  const around = await surroundings();
  const image = {
    ref: 'a:1',
    use: 'base',
    digest: 'sha256:1',
    size: 1,
    locked: '2026-01-01',
  } as const;
  const request = {
    ...around,
    pins: () => createPins({ images: [image], databases: [], debian: [], apk: [] }, true),
  };
  const [first, second] = [
    await inRun(request, async ({ pins }) => pins),
    await inRun(request, async ({ pins }) => pins),
  ];
  expect(first.image('a:1', 'base', undefined, 'linux/amd64')).toEqual(image);
  expect(first).not.toBe(second);
});

test('what an aborted run still writes is gone when it has ended', async () => {
  const stop = new AbortController();
  const around = await surroundings();
  const env = { DAGGER_SESSION_PORT: '1', DAGGER_SESSION_TOKEN: 'none' };
  const run = withRun({ ...around, env, signal: stop.signal }, async (_, { workspace }) => {
    stop.abort(new Error('somebody changed their mind'));
    await setTimeout(100);
    await mkdir(workspace.folder, { recursive: true });
    await writeFile(workspace.path('late'), '');
  });
  await expect(run).rejects.toThrow('somebody changed their mind');
  await setTimeout(200);
  expect(await readdir(around.output)).toEqual([]);
});

test('who removes the folder of a run is told so, and that it is no mistake of harden', async () => {
  const around = await surroundings();
  const run = inRun(around, async ({ workspace }) => {
    await rm(workspace.folder, { recursive: true });
    await readFile(workspace.path('trivy.json'));
  });
  const thrown = await run.catch((one) => one);
  expect(thrown.diagnostics?.[0]).toMatchObject({
    code: 'build/cannot-write',
    message: expect.stringContaining('was removed'),
  });
});

test('a file that a run should have made and did not is a mistake of harden', async () => {
  const run = inRun(await surroundings(), ({ workspace }) => readFile(workspace.path('a')));
  await expect(run).rejects.toMatchObject({ code: 'ENOENT' });
});

test('nothing that a run throws shows a secret of its steps or a password of its network', async () => {
  const spec = `version: 1
language: binary
entrypoint: [/app/app]
build: {steps: [{run: [make], secrets: [{env: TOKEN}]}]}
`;
  const folder = await mkdtemp(join(tmpdir(), 'harden-run-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist/app'), '');
  await writeFile(join(folder, 'hardening.yaml'), spec);
  const env = { TOKEN: 'hunter2hunter2', HTTPS_PROXY: 'http://me:pa55word@proxy.example' };
  const request = { ...(await surroundings(folder)), env };
  const said = 'sent hunter2hunter2 by pa55word';
  const mistake = error('build/step-failed', said, { hint: said, detail: said });
  const bug = new TypeError(said, { cause: new Error(said) });
  for (const thrown of [new HardenError(mistake), bug]) {
    const got = await inRun(request, () => Promise.reject(thrown)).catch((one) => one);
    expect(got).toBeInstanceOf(thrown.constructor);
    const shown = inspect(got, { depth: null });
    expect(shown).toContain('sent *** by ***');
    expect(shown).not.toMatch(/hunter2|pa55word/);
  }
});

async function surroundings(project = 'examples/go-api') {
  const compiled = await compile(project);
  if (!compiled.ok) throw new Error('the example does not compile');
  const output = await mkdtemp(join(tmpdir(), 'harden-run-'));
  onTestFinished(() => rm(output, { recursive: true, force: true }));
  return {
    ...{ compiled: compiled.value, output, env: {}, now: () => new Date() },
    ...{ progress: () => undefined, signal: new AbortController().signal },
  };
}
