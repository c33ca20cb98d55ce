import { expect, test } from 'vitest';
import type { LockContent, LockedApk, LockedDebian } from '../../src/lock/schema.ts';
import { diffLocks } from '../../src/update/diff.ts';
import { apkPackage, debianPackage, digest, lockOf } from '../lock/locks.ts';

const [A, B] = [digest('a'), digest('b')];
const NOTHING = { added: [], removed: [], changed: [] };
const BASE = { ref: 'base:1', use: 'base', digest: A, size: 10, locked: '2026-01-31' } as const;
const DATABASE = { ref: 'db:2', digest: A, size: 1, updatedAt: '2026-01-31T06:00:00Z' };

function content(changes: Partial<LockContent> = {}): LockContent {
  return {
    platform: 'linux/amd64',
    preset: { name: 'go', digest: A },
    images: [BASE],
    databases: [DATABASE],
    debian: [],
    apk: [],
    ...changes,
  };
}

/** Packages written as `libc6 1`. */
function debian(use: LockedDebian['use'], ...packages: string[]): LockedDebian {
  return {
    use,
    release: 'trixie',
    version: '13.3',
    request: digest('d'),
    packages: packages.map((one) => debianPackage(...(one.split(' ') as [string, string]))),
  };
}

function apk(...packages: string[]): LockedApk {
  return {
    base: 'alpine:3.20',
    request: digest('d'),
    packages: packages.map((one) => apkPackage(...(one.split(' ') as [string, string]))),
  };
}

function changes(before: Partial<LockContent>, after: Partial<LockContent>) {
  return diffLocks(lockOf(content(before)), content(after));
}

test('the same inputs are no change, whatever their order and the day', () => {
  const scanner = { ...BASE, use: 'scanner' } as const;
  const found = changes(
    { images: [BASE, scanner], debian: [debian('base', 'a 1', 'b 1'), debian('packages', 'c 1')] },
    {
      images: [{ ...scanner, locked: '2026-02-01' }, BASE],
      debian: [debian('packages', 'c 1'), debian('base', 'b 1', 'a 1')],
    },
  );
  expect(found).toEqual({ images: [], databases: [], debian: NOTHING, apk: NOTHING });
});

test.each<[string, LockContent['images'], LockContent['images'], object]>([
  [
    'moved',
    [BASE],
    [{ ...BASE, digest: B, size: 20 }],
    { ref: 'base:1', use: 'base', from: A, to: B, size: { from: 10, to: 20 } },
  ],
  ['new', [], [BASE], { ref: 'base:1', use: 'base', to: A, size: { from: 0, to: 10 } }],
  ['gone', [BASE], [], { ref: 'base:1', use: 'base', from: A, size: { from: 10, to: 0 } }],
  [
    'moved for one use',
    [BASE, { ...BASE, use: 'toolchain' }],
    [BASE, { ...BASE, use: 'toolchain', digest: B }],
    { ref: 'base:1', use: 'toolchain', from: A, to: B, size: { from: 10, to: 10 } },
  ],
])('an image that is %s', (_what, before, after, image) => {
  expect(changes({ images: before }, { images: after }).images).toEqual([image]);
});

test('a preset and a database with other content', () => {
  const found = changes(
    {},
    {
      preset: { name: 'go', digest: B },
      databases: [{ ...DATABASE, digest: B, updatedAt: '2026-02-01T06:00:00Z' }],
    },
  );
  expect(found).toMatchObject({
    preset: { name: 'go', from: A, to: B },
    databases: [
      {
        ref: 'db:2',
        from: A,
        to: B,
        updatedAt: expect.stringContaining('2026-02-01'),
      },
    ],
  });
});

test.each<[string, LockedDebian[], LockedDebian[], object]>([
  [
    'in one set',
    [debian('base', 'libc6 1', 'old 1', 'same 1')],
    [debian('base', 'libc6 2', 'new 1', 'same 1')],
    {
      added: [{ name: 'new', version: '1' }],
      removed: [{ name: 'old', version: '1' }],
      changed: [{ name: 'libc6', from: '1', to: '2' }],
    },
  ],
  [
    'in one of two releases',
    [debian('base', 'libc6 1'), debian('toolchain', 'libc6 7')],
    [debian('base', 'libc6 2'), debian('toolchain', 'libc6 7')],
    { ...NOTHING, changed: [{ name: 'libc6', from: '1', to: '2' }] },
  ],
  [
    'that came into the base and was in the toolchain before',
    [debian('base'), debian('toolchain', 'libc6 1')],
    [debian('base', 'libc6 1'), debian('toolchain', 'libc6 1')],
    { ...NOTHING, added: [{ name: 'libc6', version: '1' }] },
  ],
  [
    'in two sets, said once',
    [debian('base', 'libc6 1'), debian('toolchain', 'libc6 1')],
    [debian('base', 'libc6 2'), debian('toolchain', 'libc6 2')],
    { ...NOTHING, changed: [{ name: 'libc6', from: '1', to: '2' }] },
  ],
])('packages of Debian %s', (_what, before, after, expected) => {
  expect(changes({ debian: before }, { debian: after }).debian).toEqual(expected);
});

test.each<[string, LockedApk[], LockedApk[], object]>([
  [
    'that come, go and change',
    [apk('libpq 16-r0', 'old 1-r0', 'same 1-r0')],
    [apk('libpq 16-r1', 'new 1-r0', 'same 1-r0')],
    {
      added: [{ name: 'new', version: '1-r0' }],
      removed: [{ name: 'old', version: '1-r0' }],
      changed: [{ name: 'libpq', from: '16-r0', to: '16-r1' }],
    },
  ],
  [
    'that are asked for no more',
    [apk('libpq 16-r0')],
    [],
    { ...NOTHING, removed: [{ name: 'libpq', version: '16-r0' }] },
  ],
  [
    'that were built anew under their version',
    [apk('libpq 16-r0', 'same 1-r0')],
    [
      {
        ...apk(),
        packages: [
          { ...apkPackage('libpq', '16-r0'), checksum: `Q1${'B'.repeat(27)}=` },
          apkPackage('same', '1-r0'),
        ],
      },
    ],
    { ...NOTHING, changed: [{ name: 'libpq', from: '16-r0', to: '16-r0' }] },
  ],
])('packages of apk %s', (_what, before, after, expected) => {
  expect(changes({ apk: before }, { apk: after }).apk).toEqual(expected);
});

test('the same packages for another wish are a change: the lock names the wish', () => {
  const other = { request: digest('e') };
  const set = debian('packages', 'libpq5 1');
  expect(changes({ debian: [set] }, { debian: [{ ...set, ...other }] }).asked).toBe(true);
  expect(changes({ apk: [apk('libpq 1')] }, { apk: [{ ...apk('libpq 1'), ...other }] }).asked).toBe(
    true,
  );
  expect(changes({ debian: [set] }, { debian: [set] }).asked).toBeUndefined();
  // What comes or goes says it already.
  expect(changes({}, { debian: [set] }).asked).toBeUndefined();
});
