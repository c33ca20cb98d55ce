import { expect, test } from 'vitest';
import { heightAfter } from './twelfths.ts';

test.each([
  [0, 1],
  [1, 1.3],
  [3, 2.8],
  [3.5, 3.25],
  [6, 4.6],
  [-1, 1],
  [9, 4.6],
])('after %s hours from 1.0 to 4.6 m there are %s m', (hours, height) => {
  expect(heightAfter(hours, 1, 4.6)).toBeCloseTo(height, 6);
});
