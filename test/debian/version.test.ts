import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, satisfies } from '../../src/debian/version.ts';

const ORDER: [older: string, relation: '<' | '=', newer: string][] = [
  ['1.0', '=', '1.0'],
  ['1.0', '<', '1.1'],
  ['1.9', '<', '1.10'],
  ['1.09', '=', '1.9'],
  ['1.0', '<', '1.0.1'],
  ['1.0', '=', '1.0-0'],
  ['1.0', '=', '1.0-'],
  ['1.0', '<', '1.0-1'],
  ['1.0-1', '<', '1.0-2'],
  ['1.0-9', '<', '1.0-10'],
  ['1.0-1', '<', '1.0-1.1'],
  ['1.0-1', '<', '1.0-1+b1'],
  ['1.0-1+b1', '<', '1.0-1+b2'],
  ['1.0-1', '<', '1.0-1+deb13u1'],
  ['1.0-1+deb12u9', '<', '1.0-1+deb13u1'],
  ['1.0-1+deb13u9', '<', '1.0-1+deb13u10'],
  ['1.0-1~bpo12+1', '<', '1.0-1'],
  ['1.0-1~deb12u1', '<', '1.0-1'],
  ['1.0~rc1', '<', '1.0'],
  ['1.0~rc1', '<', '1.0~rc2'],
  ['1.0~beta1', '<', '1.0~rc1'],
  ['1.0~~', '<', '1.0~'],
  ['1.0~~', '<', '1.0~~a'],
  ['1.0~~a', '<', '1.0~'],
  ['1.0~', '<', '1.0'],
  ['~', '<', ''],
  ['1.0', '<', '1.0a'],
  ['1.0a', '<', '1.0b'],
  ['1.0Z', '<', '1.0a'],
  ['1.0a', '<', '1.0+'],
  ['1.0z', '<', '1.0.'],
  ['1.0+dfsg', '<', '1.0.1'],
  ['1.0+dfsg-1', '<', '1.0+dfsg1-1'],
  ['1.0', '<', '1.0+git20240101'],
  ['1.0+git20240101', '<', '1.0+git20240102'],
  ['9.9', '<', '1:0.1'],
  ['0:1.0', '=', '1.0'],
  ['1:1.0', '<', '2:0.1'],
  ['9:1', '<', '10:1'],
  ['1:1.0-1', '<', '1:1.0-2'],
  ['4:14.2.0-1', '<', '4:14.2.0-1+b1'],
  ['1.2-3-1', '<', '1.2-3-2'],
  ['1.2-2', '<', '1.2-10-1'],
  ['0', '<', '0.0'],
  ['a', '<', 'aa'],
  ['1a1', '<', '1a2'],
  ['20240101', '<', '20240102'],
  ['99999999999999999998', '<', '99999999999999999999'],
  ['2.41-12+deb13u3', '<', '2.41-12+deb13u4'],
  ['3.13.5-2', '<', '3.13.5-2+deb13u5'],
  ['2026a-0+deb13u1', '<', '2026b-0+deb13u1'],
  ['1:9.18.33-1~deb12u2', '<', '1:9.20.4-1'],
];

test.each(ORDER)('%s %s %s', (older, relation, newer) => {
  const sign = relation === '=' ? 0 : -1;
  expect(Math.sign(compareVersions(older, newer))).toBe(sign);
  expect(Math.sign(compareVersions(newer, older)) + sign).toBe(0);
});

test('the order is total: it can be turned round and carried over', () => {
  const piece = fc.constantFrom('0', '1', '10', '~', '+', '.', 'a', 'Z', '-1', 'rc');
  const version = fc
    .array(piece, { minLength: 1, maxLength: 6 })
    .map((parts) => `1${parts.join('')}`);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      const sorted = [a, b, c].sort(compareVersions) as [string, string, string];
      expect(compareVersions(sorted[0], sorted[1])).toBeLessThanOrEqual(0);
      expect(compareVersions(sorted[1], sorted[2])).toBeLessThanOrEqual(0);
      expect(compareVersions(sorted[0], sorted[2])).toBeLessThanOrEqual(0);
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
    }),
  );
});

test.each([
  ['1.0', '<<', '1.1', true],
  ['1.1', '<<', '1.1', false],
  ['1.1', '<=', '1.1', true],
  ['1.2', '<=', '1.1', false],
  ['1.1-0', '=', '1.1', true],
  ['1.1-1', '=', '1.1', false],
  ['1.1', '>=', '1.1~rc1', true],
  ['1.1~rc1', '>=', '1.1', false],
  ['1.2', '>>', '1.1', true],
  ['1.1', '>>', '1.1', false],
] as const)('%s (%s %s) is %s', (version, relation, wanted, expected) => {
  expect(satisfies(version, relation, wanted)).toBe(expected);
});
