import { expect, test } from 'vitest';
import { checkLock, wishesOf } from '../../src/lock/check.ts';
import { contentFor, digest, GRYPE, lockOf, planOf, SCANNER } from './locks.ts';

const NO_BASE = 'base: scratch';
const GO = 'docker.io/library/golang';
const HINT = 'write it anew with: harden lock';

/** How the lock of one spec suits another. */
function check(before: string, after: string, scanner = SCANNER) {
  const planned = planOf(after);
  const { platform, preset } = contentFor(planned);
  const lock = lockOf(contentFor(planOf(before)));
  return checkLock(lock, wishesOf(planned, { trivy: scanner, grype: GRYPE }), { platform, preset });
}

test.each([
  NO_BASE,
  'base: {debian: trixie}',
  'base: {image: "registry.example/app:1"}',
  'base: distroless\nruntime: {packages: [libpq5]}',
  'base: {alpine: "3.23"}\nruntime: {packages: [libpq]}',
  'toolchain: {debian: trixie, packages: [golang-go]}',
])('a lock fits the spec that it was made for: %j', (lines) => {
  expect(check(lines, lines)).toEqual([]);
});

test.each<[string, string, string, string[], string[]]>([
  [
    'the language in another version',
    'base: scratch\nwith: {version: "1.25"}',
    'base: scratch\nwith: {version: "1.26"}',
    [`the toolchain ${GO}:1.26`],
    [`the toolchain ${GO}:1.25`],
  ],
  [
    'another base',
    NO_BASE,
    'base: {image: "registry.example/app:1"}',
    ['the base registry.example/app:1'],
    [],
  ],
  [
    'another kind of base',
    'base: {image: "registry.example/app:1"}',
    'base: {debian: trixie}',
    ['these packages of Debian trixie for the base'],
    ['the base registry.example/app:1'],
  ],
  [
    'one package more',
    'base: {debian: trixie}',
    'base: {debian: trixie, packages: [libpq5]}',
    ['these packages of Debian trixie for the base'],
    ['packages of Debian trixie for the base'],
  ],
  [
    'another apk package',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq]}',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq, icu]}',
    ['these apk packages for docker.io/library/alpine:3.23'],
    ['apk packages for docker.io/library/alpine:3.23'],
  ],
  [
    'another repository of apk packages',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq]}',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq]}\napk: {repositories: [./packages]}',
    ['these apk packages for docker.io/library/alpine:3.23'],
    ['apk packages for docker.io/library/alpine:3.23'],
  ],
  [
    'another key of apk packages',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq]}\napk: {repositories: [./p]}',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq]}\napk: {repositories: [./p], keys: [./k.rsa.pub]}',
    ['these apk packages for docker.io/library/alpine:3.23'],
    ['apk packages for docker.io/library/alpine:3.23'],
  ],
  [
    'apk packages on another release',
    'base: {alpine: "3.22"}\nruntime: {packages: [libpq]}',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq]}',
    [
      'the base docker.io/library/alpine:3.23',
      'these apk packages for docker.io/library/alpine:3.23',
    ],
    ['the base docker.io/library/alpine:3.22', 'apk packages for docker.io/library/alpine:3.22'],
  ],
  [
    'a toolchain that was the base',
    `base: {image: "${GO}:1"}`,
    `toolchain: {image: "${GO}:1"}\n${NO_BASE}`,
    [`the toolchain ${GO}:1`],
    [`the base ${GO}:1`, `the toolchain ${GO}:1.24`],
  ],
])('a spec with %s: what is lacking, at its line, and what is left over', (...row) => {
  const [, before, after, lacking, left] = row;
  const found = check(before, after);
  expect(found.map(({ message }) => message).toSorted()).toEqual(
    [
      ...left.map((what) => `hardening.lock does not fit: nothing asks for ${what} any more`),
      ...lacking.map((what) => `hardening.lock does not have ${what}`),
    ].toSorted(),
  );
  expect(found[0]).toMatchObject({ code: 'lock/outdated', hint: HINT });
  expect(found[0]?.span).toMatchObject({ line: expect.any(Number) });
});

test('apk packages in another order are the same wish, and repositories are not', () => {
  const spec = (names: string, repositories: string) =>
    `base: {alpine: "3.23"}\nruntime: {packages: [${names}]}\napk: {repositories: [${repositories}]}`;
  expect(check(spec('libpq, icu', './a, ./b'), spec('icu, libpq', './a, ./b'))).toEqual([]);
  expect(check(spec('libpq', './a, ./b'), spec('libpq', './b, ./a'))).toHaveLength(2);
});

test('packages in another order are the same wish', () => {
  const base = (names: string) => `base: {debian: trixie, packages: [${names}]}`;
  expect(check(base('libpq5, libxml2'), base('libxml2, libpq5, libpq5'))).toEqual([]);
});

test('another version of harden has another scanner', () => {
  const scanner = { ...SCANNER, image: 'docker.io/aquasec/trivy:2', database: 'db:3' };
  const found = check(NO_BASE, NO_BASE, scanner);
  expect(found.map(({ message }) => message)).toEqual([
    'hardening.lock does not have the scanner docker.io/aquasec/trivy:2',
    'hardening.lock does not have db:3',
    expect.stringContaining('nothing asks for the scanner docker.io/aquasec/trivy:1'),
    expect.stringContaining('nothing asks for the database ghcr.io/db:2'),
  ]);
});

test.each([
  ['platform', { platform: 'linux/arm64' }, 'it is for linux/amd64, not linux/arm64'],
  [
    'text of the preset',
    { preset: { name: 'go', digest: digest('e') } },
    'the preset go was changed since',
  ],
  [
    'preset',
    { preset: { name: 'rust', digest: digest('e') } },
    'it is for the preset go, not rust',
  ],
] as const)('a lock of another %s does not fit', (_what, changes, why) => {
  const planned = planOf();
  const content = contentFor(planned);
  const found = checkLock(lockOf(content), wishesOf(planned, { trivy: SCANNER, grype: GRYPE }), {
    ...content,
    ...changes,
  });
  expect(found.map(({ message }) => message)).toEqual([`hardening.lock does not fit: ${why}`]);
});

test('a plan that ships jars wants their index too', () => {
  const jars = [{ kind: 'java-jars', path: '/app' }] as const;
  const planned = planOf(NO_BASE);
  const lock = lockOf(contentFor(planned));
  const wishes = wishesOf({ ...planned, expect: [...jars] }, { trivy: SCANNER, grype: GRYPE });
  expect(wishes.databases).toEqual(['ghcr.io/db:2', 'ghcr.io/java-db:1', 'grype.example/db:6']);
  const { platform, preset } = contentFor(planned);
  expect(checkLock(lock, wishes, { platform, preset }).map(({ message }) => message)).toEqual([
    'hardening.lock does not have ghcr.io/java-db:1',
  ]);
});
