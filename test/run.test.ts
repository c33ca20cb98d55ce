import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compile } from '../src/compile.ts';
import { createPins } from '../src/lock/pins.ts';
import { inRun } from '../src/run.ts';

test('pins that are given count before the lock, and are made anew for each run', async () => {
  const compiled = await compile('examples/go-api');
  if (!compiled.ok) throw new Error('the example does not compile');
  const output = await mkdtemp(join(tmpdir(), 'harden-run-'));
  onTestFinished(() => rm(output, { recursive: true, force: true }));
  const image = {
    ref: 'a:1',
    use: 'base',
    digest: 'sha256:1',
    size: 1,
    locked: '2026-01-01',
  } as const;
  const request = {
    ...{ compiled: compiled.value, output, env: {}, now: () => new Date() },
    ...{ progress: () => undefined, signal: new AbortController().signal },
    pins: () => createPins({ images: [image], databases: [], debian: [], apk: [] }, true),
  };
  const [first, second] = [
    await inRun(request, async ({ pins }) => pins),
    await inRun(request, async ({ pins }) => pins),
  ];
  expect(first.image('a:1', 'base', undefined, 'linux/amd64')).toEqual(image);
  expect(first).not.toBe(second);
});
