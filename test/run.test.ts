import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { compile } from '../src/compile.ts';
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

async function surroundings() {
  const compiled = await compile('examples/go-api');
  if (!compiled.ok) throw new Error('the example does not compile');
  const output = await mkdtemp(join(tmpdir(), 'harden-run-'));
  onTestFinished(() => rm(output, { recursive: true, force: true }));
  return {
    ...{ compiled: compiled.value, output, env: {}, now: () => new Date() },
    ...{ progress: () => undefined, signal: new AbortController().signal },
  };
}
