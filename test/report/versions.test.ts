import { expect, test } from 'vitest';
import { compareVersions, lowestFix } from '../../src/report/versions.ts';

test.each([
  ['1.9', '1.10'],
  ['v0.3.5', '0.3.8'],
  ['1.0', '1.0.1'],
  ['1.0~rc1', '1.0'],
  ['1.0rc1', '1.0'],
  ['5.2b1', '5.2'],
  ['2.36-9', '2.36-9+deb12u4'],
  ['9.9', '1:0.1'],
  ['3.0.9-1', '3.0.18-1~deb12u2'],
])('%s comes before %s', (lower, higher) => {
  expect(compareVersions(lower, higher)).toBeLessThan(0);
  expect(compareVersions(higher, lower)).toBeGreaterThan(0);
  expect(compareVersions(lower, lower)).toBe(0);
});

test.each([
  ['1.24.1', ['2.0.6, 1.26.17'], '1.26.17'],
  ['1.24.1', ['1.24.2', '2.0.7, 1.26.18', '1.24.3'], '1.26.18'],
  ['v0.3.5', ['0.3.7', '0.3.8'], '0.3.8'],
  ['2.0.1', ['2.0.6, 1.26.17'], '2.0.6'],
  ['3.0', ['2.0'], undefined],
  ['1.0', [], undefined],
])('fixes %s with one of %j', (installed, fixes, expected) => {
  expect(lowestFix(installed, fixes)).toBe(expected);
});
