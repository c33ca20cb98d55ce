import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { expect, onTestFinished, test } from 'vitest';
import { watchCanaries } from './canaries.ts';
import { COMMANDS, PAYLOADS } from './payloads.ts';

const start = execFileSync;

function watched() {
  const canaries = watchCanaries();
  onTestFinished(canaries.close);
  return canaries;
}

test.skipIf(process.platform === 'win32').each(COMMANDS)(
  '%s is seen where a shell runs it',
  (run) => {
    const { env, seen } = watched();
    start('/bin/sh', ['-c', run], { env, stdio: 'ignore' });
    expect(Object.values(seen()).some((times) => times > 0)).toBe(true);
  },
);

test('names and programs of the process itself are seen', async () => {
  const { seen } = watched();
  expect(seen()).toEqual({ 'canary files': 0, 'programs started': 0, 'names asked for': 0 });
  await lookup('127.0.0.1');
  execFileSync(process.execPath, ['--version']);
  expect(seen()).toEqual({ 'canary files': 0, 'programs started': 1, 'names asked for': 1 });
});

test('there are at least 500 payloads, each once', () => {
  expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(500);
});
