import { expect, test } from 'vitest';
import { EXIT } from '../../src/diagnostics/exit-codes.ts';
import { worstOf } from '../../src/many/worst.ts';

test.each([
  [[], 0],
  [[0, 0], 0],
  [[0, 1], 1],
  [[1, 8, 0], 8],
  [[8, 4, 1], 4],
  [[4, 3], 3],
  [[3, 7, 4], 7],
  [[6, 7], 6],
  [[5, 6, 3], 5],
  [[5, 2], 2],
  [[2, 70, 5], 70],
])('of %j the worst is %i', (codes, worst) => {
  expect(worstOf(codes)).toBe(worst);
  expect(worstOf(codes.toReversed())).toBe(worst);
});

test('every exit code of a build has its place', () => {
  const { sighup, sigint, sigterm, ...own } = EXIT;
  for (const code of Object.values(own)) expect(worstOf([code, EXIT.passed])).toBe(code);
});
