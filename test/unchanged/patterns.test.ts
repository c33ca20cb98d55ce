import { expect, test } from 'vitest';
import { fits } from '../../src/many/patterns.ts';
import { atLeast, mayFitBelow } from '../../src/unchanged/patterns.ts';

const takes = (include: string[], exclude: string[], path: string) => {
  const patterns = atLeast({ include, exclude });
  return fits(patterns.include, path) && !fits(patterns.exclude, path);
};

test.each<[string[], string[], string, boolean]>([
  [['**'], [], 'a/b', true],
  [['./src/'], [], 'src/a', true],
  [['src'], [], 'lib/a', false],
  [['**'], ['**/x', 'b/*.md'], 'a/x/c', false],
  [['**'], ['*', '!keep'], 'keep/a', true],
])(
  'plain patterns are as they are: %j without %j takes %s: %s',
  (include, exclude, path, taken) => {
    expect(takes(include, exclude, path)).toBe(taken);
  },
);

test.each<[string[], string[], string]>([
  [['src//a'], [], 'src/a'],
  [['src/./a'], [], 'src/a'],
  [['src/../a'], [], 'a'],
  [[' src'], [], 'src/a'],
  [['.'], [], 'a'],
  [['[!a]*'], [], 'b'],
  [['\\d'], [], '1'],
  [['**'], [''], 'a'],
  [['**'], ['.'], 'a'],
  [['**'], ['/a'], 'a'],
  [['**'], ['a '], 'a'],
  [['**'], ['[^b]'], 'a'],
  [['**'], ['*', '!./[k]eep'], 'keep'],
])('what may be read in two ways takes more: %j without %j takes %s', (include, exclude, path) => {
  expect(takes(include, exclude, path)).toBe(true);
});

test.each<[string, string, boolean]>([
  ['**', 'a', true],
  ['**/*.go', 'a/b', true],
  ['src/*.go', 'src', true],
  ['src/a/b', 'src', true],
  ['src', 'src/a', true],
  ['src/a', 'lib', false],
  ['s*', 'src', true],
  ['a?c/x', 'lib', false],
  ['!src', 'src', false],
])('below a folder %s may take something: %s, %s', (pattern, folder, may) => {
  expect(mayFitBelow(pattern, folder)).toBe(may);
});
