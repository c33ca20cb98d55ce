import { expect, test } from 'vitest';
import { checkLock, wishesOf } from '../../src/lock/check.ts';
import { formatLock } from '../../src/lock/format.ts';
import { createPins } from '../../src/lock/pins.ts';
import type { LockContent } from '../../src/lock/schema.ts';
import type { BuildPlan, Platform } from '../../src/plan/types.ts';
import { contentFor, digest, GRYPE, lockOf, planOf, SCANNER } from './locks.ts';

const AMD = 'linux/amd64';
const ARM = 'linux/arm64';
const BASE = 'registry.example/app:1';
const SPEC = `base: {image: "${BASE}"}`;
const SCANNERS = { trivy: SCANNER, grype: GRYPE };
const PRESET = { name: 'go', digest: digest('c') };

function planFor(platform: Platform, lines: string): BuildPlan {
  return { ...planOf(lines), platform };
}

/** What was looked up on an engine of the first platform. */
function locked(lines: string): LockContent {
  const own = contentFor(planOf(lines));
  const others = <T extends { use: string }>(entries: T[]) =>
    entries
      .filter(({ use }) => use === 'base')
      .map((one) => ({ ...one, platform: ARM as Platform, digest: digest('d') }));
  return {
    ...own,
    platforms: [AMD, ARM],
    images: [...own.images, ...others(own.images)],
    debian: [...own.debian, ...others(own.debian).map(({ digest: _, ...one }) => one)],
  };
}

const both = (lines: string) =>
  [AMD, ARM].map((one) => wishesOf(planFor(one as Platform, lines), SCANNERS));

const identity = { platform: AMD, platforms: [AMD, ARM], preset: PRESET } as const;
const wanted = { ...identity, platforms: [...identity.platforms] };

test.each([SPEC, 'base: {debian: trixie}', 'base: scratch'])(
  'a lock of two platforms fits their spec: %s',
  (lines) => {
    expect(checkLock(lockOf(locked(lines)), both(lines), wanted)).toEqual([]);
  },
);

test.each([SPEC, 'base: {debian: trixie}'])('the base of each has to be in it: %s', (lines) => {
  const { images, debian, ...content } = locked(lines);
  const own = <T extends { platform?: Platform | undefined }>(entries: T[]) =>
    entries.filter(({ platform }) => platform === undefined);
  const lock = lockOf({ ...content, images: own(images), debian: own(debian) });
  const found = checkLock(lock, both(lines), wanted);
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringMatching(/does not have .*base.* on linux\/arm64$/),
  ]);
});

test('a lock of one platform does not fit a spec of two, and the other way round', () => {
  const one = lockOf(contentFor(planOf(SPEC)));
  expect(checkLock(one, both(SPEC), wanted)[0]?.message).toContain(
    'it is for linux/amd64, not linux/amd64 and linux/arm64',
  );
  const own = both(SPEC).slice(0, 1);
  expect(checkLock(lockOf(locked(SPEC)), own, { platform: AMD, preset: PRESET })).toHaveLength(2);
});

test('each platform gets its own base, and none that of another', () => {
  const pins = createPins(lockOf(locked(SPEC)), true);
  expect(pins.image(BASE, 'base', undefined, AMD)?.digest).toBe(digest('a'));
  expect(pins.image(BASE, 'base', undefined, ARM)?.digest).toBe(digest('d'));
  const one = createPins(lockOf(contentFor(planOf(SPEC))), true);
  expect(() => one.image(BASE, 'base', undefined, ARM)).toThrow('lock/outdated');
});

test('what the engine runs is that of the lock, which says for which engine it was locked', () => {
  const pins = createPins(lockOf(locked(SPEC)), true);
  expect(pins.image(SCANNER.image, 'scanner', undefined, ARM)).toMatchObject({
    digest: digest('a'),
    platform: AMD,
  });
});

test('an entry names its platform only where it is another, and stands there once', () => {
  const content = locked(SPEC);
  const told = content.images.map((one) => ({
    ...one,
    platform: one.platform ?? (AMD as Platform),
  }));
  expect(formatLock({ ...content, images: [...told, ...told] })).toBe(formatLock(content));
});
