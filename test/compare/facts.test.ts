import { expect, test } from 'vitest';
import { facts } from '../../src/compare/facts.ts';
import { compared, reportOf } from './runs.ts';

/** The rows about bases of two images that stand on these. */
function rows(before: [ref: string, digit: string], after: [ref: string, digit: string]) {
  const [old, now] = [before, after].map(([ref, digit]) => {
    const { image } = reportOf();
    const digest = digit && `sha256:${digit.repeat(64)}`;
    return { image: { ...image, base: { kind: 'image', ref, digest } } };
  });
  const all = facts(compared(old ?? {}, now ?? {}));
  return all
    .filter(({ label }) => label.startsWith('base'))
    .map(({ label, before: was, after: is }) => [label, was, is]);
}

test('a base that moved under its name is told by its digests', () => {
  expect(rows(['base:1', 'a'], ['base:1', 'b'])).toEqual([
    ['base', 'base:1', 'base:1'],
    ['base digest', 'sha256:aaaaaaaaaaaa', 'sha256:bbbbbbbbbbbb'],
  ]);
});

test.each<[string, [string, string], [string, string]]>([
  ['the same base', ['base:1', 'a'], ['base:1', 'a']],
  ['bases with names of their own', ['base:1', 'a'], ['base:2', 'b']],
  ['a base that is not known', ['base:1', ''], ['base:1', 'b']],
  ['no base', ['', ''], ['', '']],
])('%s has its name alone', (_what, before, after) => {
  expect(rows(before, after).map(([label]) => label)).toEqual(['base']);
});
