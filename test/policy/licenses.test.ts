import { expect, test } from 'vitest';
import { holds } from '../../src/policy/license-expression.ts';
import { checkLicenses } from '../../src/policy/licenses.ts';

const only =
  (...fine: string[]) =>
  (licence: string) =>
    fine.includes(licence);

test.each([
  ['MIT', true],
  ['GPL-2.0-only', false],
  ['MIT OR GPL-2.0-only', true],
  ['GPL-2.0-only or MIT', true],
  ['MIT AND GPL-2.0-only', false],
  ['MIT AND ISC', true],
  ['GPL-2.0-only AND ISC OR MIT', true],
  ['GPL-2.0-only AND (ISC OR MIT)', false],
  ['(MIT)', true],
  ['((MIT AND ISC) OR GPL-2.0-only)', true],
  ['BSD License', true],
  ['MIT OR', false],
  ['(MIT', false],
  ['MIT)', false],
  ['OR MIT', false],
  ['MIT ISC', false],
  ['', false],
])('%j holds: %s', (text, expected) => {
  expect(holds(text, only('MIT', 'ISC', 'BSD License'))).toBe(expected);
});

test('an exception belongs to the licence before it', () => {
  const asked: string[] = [];
  holds('GPL-2.0-only WITH Classpath-exception-2.0 OR MIT', (one) => {
    asked.push(one);
    return false;
  });
  expect(asked).toEqual(['GPL-2.0-only WITH Classpath-exception-2.0', 'MIT']);
});

type Rules = Parameters<typeof checkLicenses>[0];
const judged = (rules: Rules, ...licences: string[]) => {
  const one = { class: 'app' as const, name: 'left', version: '1.0.0', licences };
  const { pass, evidence } = checkLicenses(rules, [one]);
  return pass ? 'pass' : evidence;
};

test.each<[Rules, string[], string]>([
  [{ deny: ['AGPL-3.0-only'] }, ['MIT'], 'pass'],
  [{ deny: ['AGPL-3.0-only'] }, [], 'pass'],
  [{ deny: ['agpl-3.0-ONLY'] }, ['AGPL-3.0-only'], 'left 1.0.0 (AGPL-3.0-only)'],
  [{ deny: ['AGPL-3.0-only'] }, ['AGPL-3.0-only OR MIT'], 'pass'],
  [{ deny: ['AGPL-3.0-only'] }, ['MIT', 'AGPL-3.0-only'], 'left 1.0.0 (AGPL-3.0-only)'],
  [{ deny: ['GPL-2.0-only'] }, ['GPL-2.0-only WITH X'], 'left 1.0.0 (GPL-2.0-only WITH X)'],
  [{ allow: ['GPL-2.0-only WITH X'] }, ['GPL-2.0-only WITH X'], 'pass'],
  [{ allow: ['GPL-2.0-only WITH X'] }, ['GPL-2.0-only'], 'left 1.0.0 (GPL-2.0-only)'],
  [{ allow: ['MIT'] }, ['MIT'], 'pass'],
  [{ allow: ['MIT'] }, ['ISC'], 'left 1.0.0 (ISC)'],
  [{ allow: ['MIT'], deny: ['MIT'] }, ['MIT'], 'left 1.0.0 (MIT)'],
  [{ allow: ['MIT'] }, [], 'left 1.0.0 (no licence is known)'],
  [{ allow: ['MIT'], unknown: 'ignore' }, [], 'pass'],
])('%j and a package of %j: %s', (rules, licences, expected) => {
  expect(judged(rules, ...licences)).toBe(expected);
});

test('packages of the system do not count, and each bad one can be accepted by its name', () => {
  const one = (name: string, of: 'os' | 'app') => ({
    class: of,
    name,
    version: '1',
    licences: ['AGPL-3.0-only'],
  });
  const packages = [one('libc', 'os'), one('a', 'app'), one('b', 'app')];
  expect(checkLicenses({ deny: ['AGPL-3.0-only'] }, packages)).toMatchObject({
    pass: false,
    paths: ['a', 'b'],
  });
});
