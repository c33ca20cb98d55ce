import { expect, test } from 'vitest';
import { parseDependencies, showGroup } from '../../src/debian/dependency.ts';

const FIELDS: [field: string, groups: string[]][] = [
  ['', []],
  ['libc6', ['libc6']],
  ['libc6 (>= 2.38)', ['libc6 (>= 2.38)']],
  ['libc6(>=2.38)', ['libc6 (>= 2.38)']],
  ['libc6  ( >= 2.38 )', ['libc6 (>= 2.38)']],
  ['a, b,c', ['a', 'b', 'c']],
  ['a,', ['a']],
  ['a | b', ['a | b']],
  ['media-types | mime-support, tzdata', ['media-types | mime-support', 'tzdata']],
  ['a (<< 1:2.0~rc1) | b (>> 3), c (= 1-1)', ['a (<< 1:2.0~rc1) | b (>> 3)', 'c (= 1-1)']],
  ['a (< 1)', ['a (<= 1)']],
  ['a (> 1)', ['a (>= 1)']],
  ['python3:any', ['python3']],
  ['python3:any (>= 3.11~)', ['python3 (>= 3.11~)']],
  ['gcc:amd64', ['gcc']],
  ['libstdc++6, g++-14', ['libstdc++6', 'g++-14']],
  ['a [amd64]', ['a']],
  ['a [arm64]', []],
  ['a [!amd64]', []],
  ['a [!arm64 !i386]', ['a']],
  ['a [linux-any]', ['a']],
  ['a [arm64] | b', ['b']],
  ['a (>= 1) [amd64 arm64] <!nocheck>', ['a (>= 1)']],
  ['a <!cross> <!nocheck>', ['a']],
];

test.each(FIELDS)('%s', (field, groups) => {
  expect(parseDependencies(field, 'amd64').map(showGroup)).toEqual(groups);
});

test.each(['a b', 'a (2.0)', 'a (>= )', '(>= 1)', 'a | ', 'a (~ 1)', 'A$'])(
  '%s is no dependency',
  (field) => {
    expect(() => parseDependencies(field, 'amd64')).toThrow('is not a dependency');
  },
);
