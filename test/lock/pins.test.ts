import { expect, test } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { type ApkWish, apkWishDigest } from '../../src/lock/apk-wish.ts';
import { createPins, type DebianWish, type Pins } from '../../src/lock/pins.ts';
import { apkPackage, contentFor, digest, lockOf, planOf, SCANNER } from './locks.ts';

const BASE = 'registry.example/app:1';
const ORIGIN = { file: 'hardening.yaml', line: 4, column: 7, length: 3 };
const APK_WISH: ApkWish = { base: 'alpine:3.23', names: ['libpq'], repositories: [], keys: [] };
const WISH: DebianWish = {
  use: 'toolchain',
  release: 'trixie',
  packages: ['gcc', 'make'],
  drop: {},
};

const LOCK = lockOf({
  ...contentFor(planOf('base: scratch\ntoolchain: {debian: trixie, packages: [gcc, make]}')),
  images: contentFor(planOf(`base: {image: "${BASE}"}`)).images,
  apk: [{ base: 'alpine:3.23', request: apkWishDigest(APK_WISH), packages: [apkPackage('libpq')] }],
});

test('what is locked is what a build gets, and nothing of it is looked up', () => {
  const pins = createPins(LOCK);
  expect(pins.image(BASE, 'base')).toMatchObject({ ref: BASE, digest: digest('a') });
  expect(pins.debian(WISH)?.packages.map(({ name }) => name)).toEqual(['gcc', 'make']);
  expect(pins.debian({ ...WISH, packages: ['make', 'gcc', 'make'] })).toBeDefined();
  expect(pins.apk(APK_WISH)?.packages).toEqual([apkPackage('libpq')]);
  expect(pins.looked).toEqual([]);
});

test.each<[string, (pins: Pins) => unknown, string]>([
  [
    'a tag',
    (pins) => pins.image('registry.example/app:2', 'base', ORIGIN),
    'registry.example/app:2',
  ],
  ['a use', (pins) => pins.image(BASE, 'toolchain', ORIGIN), BASE],
  [
    'a release',
    (pins) => pins.debian({ ...WISH, release: 'bookworm' }, ORIGIN),
    'the packages of Debian bookworm for the toolchain',
  ],
  [
    'a package',
    (pins) => pins.debian({ ...WISH, packages: ['gcc'] }, ORIGIN),
    'the packages of Debian trixie for the toolchain',
  ],
  [
    'a dropped package',
    (pins) => pins.debian({ ...WISH, drop: { make: 'too large' } }, ORIGIN),
    'the packages of Debian trixie for the toolchain',
  ],
  [
    'a package of apk',
    (pins) => pins.apk({ ...APK_WISH, names: ['icu'] }, ORIGIN),
    'the apk packages for alpine:3.23',
  ],
  [
    'a base of apk packages',
    (pins) => pins.apk({ ...APK_WISH, base: 'wolfi' }, ORIGIN),
    'the apk packages for wolfi',
  ],
  [
    'the use of packages',
    (pins) => pins.debian({ ...WISH, use: 'base' }, ORIGIN),
    'the packages of Debian trixie for the base',
  ],
])('%s that is not locked is looked up, and refused when frozen', (_what, ask, name) => {
  const open = createPins(LOCK);
  expect(ask(open)).toBeUndefined();
  expect(open.looked).toEqual([name]);
  expect(refusal(() => ask(createPins(LOCK, true)))).toEqual({
    code: 'lock/outdated',
    severity: 'error',
    message: `hardening.lock does not have ${name}`,
    span: ORIGIN,
    hint: 'write it anew with: harden lock',
  });
});

test('the database of a lock is for frozen builds only: advisories are of today', () => {
  const open = createPins(LOCK);
  expect(open.database(SCANNER.database)).toBeUndefined();
  expect(open.looked).toEqual([]);
  const frozen = createPins(LOCK, true);
  expect(frozen.database(SCANNER.database)?.digest).toBe(digest('b'));
  expect(refusal(() => frozen.database('ghcr.io/db:3'))?.message).toContain('ghcr.io/db:3');
});

test('the reason why a package is dropped is no part of the wish', () => {
  const lock = contentFor(planOf('base: {debian: trixie}'));
  const [locked] = lock.debian;
  const { base } = planOf('base: {debian: trixie}');
  if (base.kind !== 'debian') throw new Error(base.kind);
  const drop = Object.fromEntries(Object.keys(base.drop).map((name) => [name, 'as ever']));
  expect(createPins(lockOf(lock)).debian({ ...base, use: 'base', drop })?.request).toBe(
    locked?.request,
  );
});

/** What a frozen build says. */
function refusal(ask: () => unknown) {
  try {
    ask();
  } catch (thrown) {
    if (thrown instanceof HardenError) return thrown.diagnostics[0];
    throw thrown;
  }
  return undefined;
}
