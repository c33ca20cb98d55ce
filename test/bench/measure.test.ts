import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bytesSince, measured, noMeter } from '../../scripts/bench/measure.mjs';

const node = (script: string) => ({ program: process.execPath, args: ['-e', script], cwd: '.' });

describe('commands', () => {
  test('are measured together, and what they say is kept', async () => {
    const found = await measured([node('console.log("a")'), node('console.error("b")')], false);
    expect(found.log).toBe('a\nb\n');
    expect(found.milliseconds).toBeGreaterThan(0);
    expect(found).not.toHaveProperty('cpuMilliseconds');
  });

  test('that fail have no time, however fast they were', async () => {
    const failing = [node(''), node('console.error("no space"); process.exit(3)')];
    await expect(measured(failing, false)).rejects.toThrow(
      /node\S* ended with exit code 3, expected 0\nno space/,
    );
    const absent = [{ program: '/nowhere/ko', args: [], cwd: '.' }];
    await expect(measured(absent, false)).rejects.toThrow('ENOENT');
  });

  test.skipIf(noMeter())('are metered with what they wait for', async () => {
    const child = `require('child_process').spawnSync(process.execPath, ['-e', 'Buffer.alloc(150e6, 1)'])`;
    const { peakBytes = 0, cpuMilliseconds } = await measured([node(child)], true);
    expect(peakBytes).toBeGreaterThan(150e6);
    expect(cpuMilliseconds).toBeGreaterThan(0);
    await expect(measured([node('process.exit(3)')], true)).rejects.toThrow('exit code 3');
  });
});

test('only what was written since counts as written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harden-written-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'image'));
  writeFileSync(join(folder, 'image', 'new'), 'x'.repeat(100));
  writeFileSync(join(folder, 'old'), 'x'.repeat(1000));
  utimesSync(join(folder, 'old'), 1, 1);
  expect(bytesSince(folder, 5000)).toBe(100);
  expect(bytesSince(join(folder, 'image', 'new'), 5000)).toBe(100);
  expect(bytesSince(join(folder, 'absent'), 0)).toBe(0);
});
