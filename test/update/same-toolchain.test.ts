import { expect, test } from 'vitest';
import type { LockContent, LockedDebian, LockedImage } from '../../src/lock/schema.ts';
import { sameToolchain } from '../../src/update/same-toolchain.ts';

const image = (use: LockedImage['use'], digest: string): LockedImage => ({
  ...{ use, ref: `${use}:1`, digest, size: 1, locked: '2026-01-02' },
});
const debian = (use: LockedDebian['use'], sha256: string) =>
  ({ use, release: 'trixie', packages: [{ name: 'libc6', sha256 }] }) as LockedDebian;
const LOCK: LockContent = {
  platform: 'linux/amd64',
  preset: { name: 'go', digest: 'p' },
  images: [image('toolchain', 'a'), image('base', 'b'), image('scanner', 'c')],
  databases: [],
  debian: [debian('toolchain', 'd'), debian('base', 'e')],
  apk: [],
};

test('another base, scanner or database builds the same app', () => {
  const images = [image('scanner', '1'), image('toolchain', 'a'), image('base', '2')];
  const sets = [debian('base', '3'), debian('toolchain', 'd')];
  expect(sameToolchain(LOCK, { ...LOCK, images, debian: sets })).toBe(true);
});

test.each<[string, Partial<LockContent>]>([
  ['toolchain image', { images: [image('toolchain', '1'), image('base', 'b')] }],
  ['package of the toolchain', { debian: [debian('toolchain', '1'), debian('base', 'e')] }],
  ['preset', { preset: { name: 'go', digest: '1' } }],
])('another %s may build another one', (_what, changes) => {
  expect(sameToolchain(LOCK, { ...LOCK, ...changes })).toBe(false);
});
