import { expect, test } from 'vitest';
import { divideLayers } from '../../src/rebase/layers.ts';
import type { LayerKind } from '../../src/report/types.ts';

const KINDS: Record<string, LayerKind> = { b: 'base', r: 'runtime', d: 'dependencies', a: 'app' };

/** `bra`: a base, something on it, the app. */
function divided(letters: string, probe = false): string | undefined {
  const layers = [...letters].map((letter, at) => ({ kind: KINDS[letter] as LayerKind, at }));
  const found = divideLayers(layers, probe);
  expect(found ? [...found.below, ...found.built, ...found.above] : layers).toEqual(layers);
  const word = (some: { at: number }[]) => some.map(({ at }) => letters[at]).join('');
  return found && [found.below, found.built, found.above].map(word).join('|');
}

test.each([
  ['a', '|a|'],
  ['ba', 'b|a|'],
  ['bbda', 'bb|da|'],
  ['brrda', 'brr|da|'],
  ['rd', 'r|d|'],
  ['bar', 'b|a|r'],
  ['bdar', 'b|da|r'],
])('%s is %s', (letters, expected) => {
  expect(divided(letters)).toBe(expected);
});

test.each([
  ['bar', 'b|ar|'],
  ['brdarr', 'br|dar|r'],
])('with a health check of harden, %s is %s', (letters, expected) => {
  expect(divided(letters, true)).toBe(expected);
});

test.each([['b'], ['br'], [''], ['bab'], ['bdbar'], ['barr']])(
  '%s is not as harden lays layers',
  (letters) => {
    expect(divided(letters)).toBeUndefined();
  },
);

test.each([['ba'], ['bab'], ['barrr']])('nor is %s with a health check', (letters) => {
  expect(divided(letters, true)).toBeUndefined();
});
