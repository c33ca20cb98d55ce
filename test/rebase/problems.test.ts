import { expect, test } from 'vitest';
import { changedSince, staleLibraries } from '../../src/rebase/problems.ts';

const origin = { file: 'hardening.yaml', line: 4, column: 7, length: 6 };
const plan = { base: { kind: 'scratch' as const, origin } };
const LIBRARY = { name: 'libpq.so.5', path: '/lib/libpq.so.5', package: 'libpq5', version: '17.6' };
const debian = (version: string) => ['etc/os-release', `ID=debian\nVERSION_ID="${version}"\n`];
const libpq = (version: string) => [
  'var/lib/dpkg/status.d/libpq5',
  `Package: libpq5\nVersion: ${version}\nArchitecture: amd64\n`,
];
const textsOf = (...files: string[][]) => new Map(files as [string, string][]);

test('a copied library stays on a base of the same release', () => {
  const after = { texts: textsOf(debian('13'), libpq('17.6')) };
  expect(staleLibraries([LIBRARY], textsOf(debian('13')), after, plan)).toEqual([]);
});

test.each([
  [
    'another release',
    debian('14'),
    libpq('17.6'),
    'copied for debian 13, and the new base is debian 14',
  ],
  ['its package in another version', debian('13'), libpq('17.8'), 'the new base has libpq5 17.8'],
])('it is refused on a base with %s', (_what, release, record, why) => {
  const after = { texts: textsOf(release, record) };
  const [found, ...others] = staleLibraries([LIBRARY], textsOf(debian('13')), after, plan);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ code: 'rebase/stale-library', severity: 'error', span: origin });
  expect(found?.message).toContain('libpq.so.5 of libpq5 17.6 cannot stay');
  expect(found?.message).toContain(why);
});

const INPUTS = ['hardening.yaml', 'hardening.lock'];

test('nothing is said of sources that are as they were, or that nobody wrote down', () => {
  const files = { 'main.go': 'a', 'hardening.lock': 'b', 'hardening.yaml': 'c' };
  const now = { 'main.go': 'a', 'hardening.lock': 'c', 'hardening.yaml': 'd' };
  expect(changedSince(files, now, INPUTS)).toEqual([]);
  expect(changedSince(undefined, files, [])).toEqual([]);
  expect(changedSince(files, undefined, [])).toEqual([]);
});

test('files that changed, came or went are named in a warning', () => {
  const found = changedSince({ a: '1', b: '1', c: '1' }, { a: '2', b: '1', d: '1' }, INPUTS);
  expect(found).toMatchObject([{ code: 'rebase/sources-changed', severity: 'warning' }]);
  expect(found[0]?.message).toContain('a, c, d changed since');
});
