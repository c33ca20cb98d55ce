import { expect, test } from 'vitest';
import { suggest } from '../../src/diagnostics/suggest.ts';

const KEYS = ['version', 'language', 'runtime', 'base', 'ports', 'user', 'id'];

test.each([
  ['verison', 'version'],
  ['Language', 'language'],
  ['runtimes', 'runtime'],
  ['bsae', 'base'],
  ['prt', 'ports'],
  ['usr', 'user'],
  ['colour', undefined],
  ['x', undefined],
  ['di', 'id'],
  ['', undefined],
])('%j means %j', (typed, meant) => {
  expect(suggest(typed, KEYS)).toBe(meant);
});

test('the nearest wins, and of equally near ones the first', () => {
  expect(suggest('abcd', ['abxx', 'abcx', 'abcy'])).toBe('abcx');
});
