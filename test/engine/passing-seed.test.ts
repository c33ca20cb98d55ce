import { expect, test } from 'vitest';
import { error, HardenError } from '../../src/diagnostics/diagnostic.ts';
import { LEFT_OUT, leaveOut } from '../../src/engine/passing-seed.ts';
import { IMAGE_SEEDS } from '../../src/engine/seeds.ts';

const failure = (code: Parameters<typeof error>[0]) =>
  new HardenError(error(code, 'it failed', { hint: 'try again' }));

test('an image whose packages Debian has replaced is left out', () => {
  expect(leaveOut({ passing: true }, failure('debian/unknown-package'))).toBe(LEFT_OUT);
});

test.each([
  ['of an image that has to be there', {}, failure('debian/unknown-package')],
  ['of the mirror', { passing: true as const }, failure('debian/mirror-unreachable')],
  ['of harden itself', { passing: true as const }, new Error('a bug')],
])('a failure %s is thrown on', (_name, seed, thrown) => {
  expect(() => leaveOut(seed, thrown)).toThrow(thrown);
});

test('only what is made for browsers may go', () => {
  const passing = IMAGE_SEEDS.filter((seed) => seed.passing);
  expect(passing.map(({ repository, tag }) => `${repository}:${tag}`)).toEqual([
    'library/rust:1.96',
  ]);
});
