import { describe, expect, test } from 'vitest';
import { ratios, spread } from '../../scripts/bench/stats.mjs';

describe('the spread of numbers', () => {
  test.each([
    { values: [3], median: 3, low: 3, high: 3 },
    { values: [4, 1], median: 2.5, low: 1.75, high: 3.25 },
    { values: [10, 9, 1], median: 9, low: 5, high: 9.5 },
    { values: [5, 1, 4, 2, 3], median: 3, low: 2, high: 4 },
  ])('$values', ({ values, ...expected }) => {
    const [min, max] = [Math.min(...values), Math.max(...values)];
    expect(spread(values)).toEqual({ count: values.length, min, max, ...expected });
  });

  test('of nothing is not there', () => {
    expect(spread([])).toBeUndefined();
  });

  test('leaves the numbers as they are', () => {
    const values = [2, 1];
    spread(values);
    expect(values).toEqual([2, 1]);
  });
});

describe('how many times as long one took as the other', () => {
  test('is told round by round: a slow round slows both', () => {
    const ours = new Map([
      [0, 100],
      [1, 1000],
      [2, 120],
    ]);
    const theirs = new Map([
      [0, 200],
      [1, 2000],
      [2, 240],
    ]);
    expect(ratios(ours, theirs)).toMatchObject({ count: 3, min: 0.5, median: 0.5, max: 0.5 });
  });

  test('takes no round that only one of them has', () => {
    const ours = new Map([
      [0, 1],
      [1, 100],
    ]);
    expect(ratios(ours, new Map([[0, 2]]))).toMatchObject({ count: 1, median: 0.5 });
    expect(ratios(ours, new Map([[7, 2]]))).toBeUndefined();
  });
});
