import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchEngine } from '../../src/engine/watch.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-watch-'));
  vi.stubEnv('PATH', folder);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A docker whose container answers as long as there is a file. */
async function fakeDocker(): Promise<string> {
  const up = join(folder, 'up');
  await writeFile(up, '');
  const body = `process.exitCode = require('fs').existsSync(${JSON.stringify(up)}) ? 0 : 1;`;
  await writeFile(join(folder, 'docker'), `#!${process.execPath}\n${body}\n`);
  await chmod(join(folder, 'docker'), 0o755);
  return up;
}

test('an engine in a container that is not reached twice is lost', async () => {
  const up = await fakeDocker();
  const never = new Promise<void>(() => {});
  const watch = watchEngine('docker-container://engine', never, () => 'last words', 20);
  let isLost = false;
  const lost = watch.lost.catch((reason) => {
    isLost = true;
    return reason;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(isLost).toBe(false);
  await rm(up);
  expect((await lost).diagnostics).toMatchObject([
    {
      code: 'engine/lost',
      message:
        'the engine at docker-container://engine no longer answers in the middle of the work',
      detail: 'last words',
    },
  ]);
});

test('a session that ends by itself is a lost engine too', async () => {
  await fakeDocker();
  const watch = watchEngine('docker-container://engine', Promise.resolve(), () => '', 60_000);
  await expect(watch.lost).rejects.toThrow('ended the session');
});
