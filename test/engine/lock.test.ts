import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from '../../src/engine/lock.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-lock-'));
  file = join(folder, 'deep', 'start.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('of many at once one works at a time, and the lock is gone afterwards', async () => {
  let inside = 0;
  let most = 0;
  const work = () =>
    withLock(file, async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(5);
      inside -= 1;
    });
  await Promise.all([work(), work(), work(), work()]);
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test('the lock of a process that died is taken', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  await withLock(file, async () => {});
  await writeFile(file, String(pid));
  expect(await withLock(file, async () => 'done')).toBe('done');
});

test('an error in the work frees the lock', async () => {
  await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(existsSync(file)).toBe(false);
});

test('waiting for a holder that lives is told once, and can be aborted', async () => {
  await withLock(file, async () => {});
  await writeFile(file, String(process.pid));
  const holders: number[] = [];
  const controller = new AbortController();
  const waiting = withLock(file, async () => {}, {
    signal: controller.signal,
    waiting: (pid) => {
      holders.push(pid);
      controller.abort();
    },
  });
  await expect(waiting).rejects.toThrow(/abort/i);
  expect(holders).toEqual([process.pid]);
});
