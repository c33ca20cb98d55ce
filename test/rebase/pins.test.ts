import { expect, test } from 'vitest';
import type { Lock, LockedDebian, LockedImage } from '../../src/lock/schema.ts';
import { withBase, withoutBase } from '../../src/rebase/pins.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (use: LockedImage['use'], ref: string, digit: string): LockedImage => ({
  ...{ use, ref, digest: digest(digit), size: 1, locked: '2026-01-02' },
});
const debian = (use: LockedDebian['use'], digit: string): LockedDebian => ({
  ...{ use, release: 'trixie', version: '13.1', request: digest(digit), packages: [] },
});
const LOCK: Lock = {
  ...{ lockVersion: 1, integrity: digest('0'), platform: 'linux/amd64' },
  preset: { name: 'go', digest: digest('1') },
  base: '{debian: trixie}',
  images: [image('base', 'base:1', 'a'), image('toolchain', 'go:1', 'b')],
  databases: [{ ref: 'db:2', digest: digest('2'), size: 1, updatedAt: '2026-01-02T00:00:00Z' }],
  debian: [debian('base', 'c'), debian('packages', 'd'), debian('toolchain', 'e')],
  apk: [{ base: 'base:1', request: digest('f'), packages: [] }],
};

test('without its base a lock fixes the toolchain and nothing of the base', () => {
  const pins = withoutBase(LOCK);
  expect(pins.frozen).toBe(false);
  expect(pins.image('go:1', 'toolchain')?.digest).toBe(digest('b'));
  expect(pins.image('base:1', 'base')).toBeUndefined();
  expect(withoutBase(undefined).image('go:1', 'toolchain')).toBeUndefined();
});

test('a chosen base is the one that is fixed', () => {
  const chosen = image('base', 'base:1', '9');
  expect(withoutBase(LOCK, chosen).image('base:1', 'base')).toEqual(chosen);
  expect(withoutBase(undefined, chosen).image('base:1', 'base')).toEqual(chosen);
});

test('a lock takes the base that was used, and keeps all else', () => {
  const now = image('base', 'base:1', '9');
  const used = {
    images: [now, image('scanner', 'trivy:1', '8')],
    databases: [],
    debian: [debian('base', '7')],
    apk: [],
  };
  const { lockVersion: _, integrity: __, ...content } = LOCK;
  expect(withBase(LOCK, used)).toEqual({
    ...content,
    images: [image('toolchain', 'go:1', 'b'), now],
    debian: [debian('toolchain', 'e'), debian('base', '7')],
    apk: [],
  });
});

test('of a lock for several platforms it takes the base of the first, and keeps the others', () => {
  const platform = 'linux/arm64' as const;
  const arm = { ...image('base', 'base:1', 'd'), platform };
  const apk = { base: 'base:1', platform, request: digest('f'), packages: [] };
  const lock: Lock = {
    ...LOCK,
    platforms: ['linux/amd64', platform],
    images: [...LOCK.images, arm],
    apk: [...LOCK.apk, apk],
  };
  const now = { ...image('base', 'base:1', '9'), platform: 'linux/amd64' as const };
  const { images, apk: kept } = withBase(lock, {
    ...{ images: [now], databases: [], debian: [], apk: [] },
  });
  expect(images).toEqual([image('toolchain', 'go:1', 'b'), arm, now]);
  expect(kept).toEqual([apk]);
});
