import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeLock } from '../../src/lock/file.ts';
import { lockedPreset } from '../../src/lock/locked-preset.ts';
import { LOCK_FILE } from '../../src/lock/name.ts';
import { pinsFor } from '../../src/lock/pins-for.ts';
import type { LockContent } from '../../src/lock/schema.ts';
import { contentFor, digest, planOf, SCANNER } from './locks.ts';

const PRESET = { name: 'go', text: 'steps: []\n' };
const plan = planOf('base: scratch');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The digest that the scanner is fixed to, beside a lock with these changes. */
async function fixed(changes: Partial<LockContent>, frozen: boolean) {
  await writeLock(folder, { ...contentFor(plan), preset: lockedPreset(PRESET), ...changes });
  const pins = await pinsFor({ folder, plan, preset: PRESET }, frozen);
  return pins.image(SCANNER.image, 'scanner')?.digest;
}

test.each([false, true])('a lock that fits fixes the inputs; frozen: %s', async (frozen) => {
  expect(await fixed({}, frozen)).toBe(digest('a'));
  expect(await readdir(folder)).toEqual([LOCK_FILE]);
});

test('without a lock all is looked up, and a frozen build refused', async () => {
  const compiled = { folder, plan, preset: PRESET };
  const pins = await pinsFor(compiled);
  expect(pins.image(SCANNER.image, 'scanner')).toBeUndefined();
  expect(pins.looked).toEqual([SCANNER.image]);
  await expect(pinsFor(compiled, true)).rejects.toMatchObject({
    diagnostics: [{ code: 'lock/missing', hint: 'write one with: harden lock' }],
  });
});

test.each<[string, Partial<LockContent>, string | undefined, string]>([
  [
    'platform',
    { platform: 'linux/arm64' },
    undefined,
    'it is for linux/arm64, and the build for linux/amd64',
  ],
  [
    'preset',
    { preset: { ...lockedPreset(PRESET), name: 'rust' } },
    digest('a'),
    'it is for the preset rust',
  ],
  [
    'text of the preset',
    { preset: lockedPreset({ ...PRESET, text: '' }) },
    digest('a'),
    'the preset go was changed since',
  ],
])('a lock of another %s', async (_what, changes, open, why) => {
  expect(await fixed(changes, false)).toBe(open);
  await expect(fixed(changes, true)).rejects.toMatchObject({
    diagnostics: [{ code: 'lock/outdated', message: `hardening.lock does not fit: ${why}` }],
  });
});

test.each([false, true])('a lock that cannot be trusted stops; frozen: %s', async (frozen) => {
  await writeFile(join(folder, LOCK_FILE), '<<<<<<< HEAD\n');
  await expect(pinsFor({ folder, plan, preset: PRESET }, frozen)).rejects.toMatchObject({
    diagnostics: [{ code: 'lock/invalid' }],
  });
});
