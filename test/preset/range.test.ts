import { expect, test } from 'vitest';
import { lowestOf, mayMeet } from '../../src/preset/range.ts';

const CASES: [version: string, range: string, meets: boolean | undefined][] = [
  ['24', '>=22', true],
  ['24', '>=24.3', true],
  ['22', '>=22.3.1 <23', true],
  ['22', '>=24', false],
  ['22', '> 22', false],
  ['24', '<24', false],
  ['24', '<=24', true],
  ['24', '>= 18 < 23', false],
  ['22', '18 || 20 || >=22', true],
  ['24', '18.x || 20.x', false],
  ['24', '^22.1.0 || ^24.0.0', true],
  ['24', '20 - 22', false],
  ['22', '20 - 22', true],
  ['24', '*', true],
  ['24', '24.x', true],
  ['24', 'v24.1.0', true],
  ['24', '>=22.0.0-0', true],
  ['24', '~22', false],
  ['3.13', '>=3.10,<3.13', false],
  ['3.12', '>=3.10, <3.13', true],
  ['3.13', '>=3.10,<4.0,!=3.11.*', true],
  ['3.13', '^3.11', true],
  ['3.13', '^3.14', false],
  ['3.13', '~3.11', false],
  ['3.13', '~=3.11', true],
  ['3.13', '~=3.12.1', false],
  ['3.13', '==3.13.*', true],
  ['3.13.5', '==3.12.*', false],
  ['3.13', '', true],
  ['24', 'lts/*', undefined],
  ['lts', '>=22', undefined],
];

test.each(CASES)('%s in %j: %s', (version, range, meets) => {
  expect(mayMeet(version, range)).toBe(meets);
});

test.each([
  ['>=22.3 <23', '24', '22'],
  ['18.x || 20.x', '24', '18'],
  ['>=3.10,<3.13', '3.13', '3.10'],
  ['<3.13,>=3.11', '3.13', '3.11'],
  ['<24', '24', undefined],
  ['>22', '24', undefined],
])('the lowest of %j like %s is %s', (range, like, lowest) => {
  expect(lowestOf(range, like)).toBe(lowest);
});
