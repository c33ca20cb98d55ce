import { expect, test } from 'vitest';
import { misfits, type Wanted } from '../../src/bundle/fit.ts';
import { wishesOf } from '../../src/lock/check.ts';
import type { Lock } from '../../src/lock/schema.ts';
import {
  contentFor,
  debianPackage,
  digest,
  GRYPE,
  lockOf,
  planOf,
  SCANNER,
} from '../lock/locks.ts';
import { RECORD } from './bundles.ts';

const PLAN = planOf();
const CONTENT = contentFor(PLAN);
const LOCK = lockOf(CONTENT);

function found(changes: Partial<Wanted> = {}, lock: Lock = LOCK, record = RECORD): string[] {
  const wanted: Wanted = {
    platform: PLAN.platform,
    preset: CONTENT.preset,
    wishes: wishesOf(PLAN, { trivy: SCANNER, grype: GRYPE }),
    host: 'linux/amd64',
    lock: undefined,
    frozen: false,
    ...changes,
  };
  return misfits({ record, lock }, wanted).map(({ code, message }) => {
    expect(code).toBe('bundle/does-not-fit');
    return message.replace('the bundle does not fit: ', '');
  });
}

const with1 = (change: Partial<typeof CONTENT>) => lockOf({ ...CONTENT, ...change });
const imagesOf = (value: string) => CONTENT.images.map((one) => ({ ...one, digest: value }));

test('a bundle of the same spec fits, with a lock beside it or without', () => {
  expect(found()).toEqual([]);
  expect(found({ lock: LOCK })).toEqual([]);
  expect(found({ lock: LOCK, frozen: true })).toEqual([]);
});

test('another platform, machine or preset', () => {
  expect(found({ platform: 'linux/arm64' })).toEqual([
    'it is for linux/amd64, and the build for linux/arm64',
  ]);
  expect(found({ host: 'linux/arm64' })).toEqual([
    'it is for builds on linux/amd64, and this machine is linux/arm64',
  ]);
  expect(found({ preset: { name: 'node', digest: digest('c') } })).toEqual([
    'it is for the preset go, and the spec has node',
  ]);
  expect(found({ preset: { name: 'go', digest: digest('d') } })).toEqual([
    'the preset go is not the one that it was made with',
  ]);
});

test('what the spec asks for and the bundle does not have, at its line', () => {
  const plan = planOf('base: distroless');
  const wishes = wishesOf(plan, { trivy: SCANNER, grype: GRYPE });
  const [first] = misfits(
    { record: RECORD, lock: LOCK },
    {
      platform: plan.platform,
      preset: CONTENT.preset,
      wishes,
      host: 'linux/amd64',
      lock: undefined,
      frozen: false,
    },
  );
  expect(first).toMatchObject({
    message: expect.stringContaining('it does not have the base gcr.io/distroless/'),
    span: { line: expect.any(Number) },
    hint: expect.stringContaining('harden bundle --output FILE'),
  });
});

test('a lock that stands for other bytes', () => {
  const names = LOCK.images.map(({ use, ref }) => `the ${use} ${ref}`);
  expect(found({ lock: with1({ images: imagesOf(digest('e')) }) })).toEqual(
    names.map((name) => `hardening.lock has another state of ${name} than the bundle`),
  );
  const debian = CONTENT.debian.map((set) => ({
    ...set,
    packages: set.packages.map((one) => ({ ...debianPackage(one.name), sha256: '1'.repeat(64) })),
  }));
  expect(debian).not.toEqual([]);
  expect(found({ lock: with1({ debian }) })).toHaveLength(debian.length);
});

test('databases may be newer than those of the lock, unless the build is frozen', () => {
  const databases = CONTENT.databases.map((one) => ({ ...one, digest: digest('f') }));
  const lock = with1({ databases });
  expect(found({ lock })).toEqual([]);
  expect(found({ lock, frozen: true })).toEqual(
    databases.map(
      ({ ref }) => `hardening.lock has another state of the database ${ref} than the bundle`,
    ),
  );
});

test('what a lock has for another platform is no concern of a bundle', () => {
  const platform = 'linux/arm64' as const;
  const others = imagesOf(digest('e')).map((one) => ({ ...one, platform }));
  const lock = with1({
    platforms: ['linux/amd64', platform],
    images: [...CONTENT.images, ...others],
  });
  expect(found({ lock })).toEqual([]);
});
