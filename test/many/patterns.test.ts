import { expect, test } from 'vitest';
import { fits } from '../../src/many/patterns.ts';

test.each<[string[], string, boolean]>([
  [['**'], 'a/b', true],
  [['.'], 'a/b', true],
  [['a'], 'a/b', true],
  [['a'], 'x/a', false],
  [['a/'], 'a/b', true],
  [['*.go'], 'a.go', true],
  [['*.go'], 'a/a.go', false],
  [['**/*.go'], 'a.go', true],
  [['**/*.go'], 'a/b/c.go', true],
  [['**/x'], 'a/x/b', true],
  [['a?c'], 'abc', true],
  [['a?c'], 'a/c', false],
  [['[a-c].txt'], 'b.txt', true],
  [['[a-c].txt'], 'd.txt', false],
  [['a+(b).txt'], 'a+(b).txt', true],
  [['a.txt'], 'abtxt', false],
  [['\\*'], '*', true],
  [['\\*'], 'a', false],
  [['**', '!a'], 'a/b', false],
  [['**', '!a', 'a/b'], 'a/b', true],
  [[], 'a', false],
  [['ü b'], 'ü b', true],
])('%j takes %s: %s', (patterns, path, taken) => {
  expect(fits(patterns, path)).toBe(taken);
});
