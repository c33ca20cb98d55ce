import { expect, test } from 'vitest';
import type { Accept, Policy } from '../../src/plan/types.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { Check } from '../../src/report/types.ts';
import { input, policyOf } from './findings.ts';

const TODAY = '2026-06-15';
const SHELL: Check = {
  id: 'no-shell',
  pass: false,
  evidence: '/bin/sh, /bin/ash',
  paths: ['/bin/sh', '/bin/ash'],
};
const USER: Check = { id: 'runs-as-non-root', pass: false, evidence: 'User is 0' };
const SETUID: Check = { id: 'no-setuid', pass: true, evidence: 'none' };

function accept(rest: Partial<Accept>): Accept {
  const origin = { file: 'hardening.yaml', line: 9, column: 5, length: 3 };
  const words = { reason: 'the vendor starts it with a script', owner: 'ops' };
  return { check: 'no-shell', until: '2026-12-31', ...words, origin, ...rest };
}

function judged(accepts: Accept[], checks: Check[], preset: Policy['preset'] = 'balanced') {
  return evaluate(policyOf(preset, { accept: accepts }), input([], { checks }), TODAY);
}

test.each<[string, Partial<Accept>[], string[]]>([
  ['a whole check', [{}], []],
  ['each of its files', [{ path: '/bin/sh' }, { path: '/bin/ash' }], []],
  ['one of its files', [{ path: '/bin/sh' }], ['/bin/ash']],
  ['another file', [{ path: '/bin/bash' }], ['/bin/sh, /bin/ash']],
  ['another check', [{ check: 'no-setuid' }], ['/bin/sh, /bin/ash']],
  ['until today', [{ until: TODAY }], []],
])('accepts %s', (_name, entries, messages) => {
  const { violations } = judged(entries.map(accept), [SHELL, SETUID]);
  expect(violations).toEqual(
    messages.map((message) => ({ rule: 'checks.no-shell', message, findings: [] })),
  );
});

test('what is accepted is listed with its reason', () => {
  const entry = accept({});
  const verdict = judged([entry], [SHELL, SETUID]);
  expect(verdict).toMatchObject({ pass: true, accepted: [{ check: SHELL, accept: entry }] });
  expect(judged([], [SETUID]).accepted).toBeUndefined();
});

test('a check that is about no file is accepted as a whole only', () => {
  expect(judged([accept({ check: USER.id })], [USER]).pass).toBe(true);
  expect(judged([accept({ check: USER.id, path: '/app' })], [USER]).pass).toBe(false);
});

test('an entry that has ended accepts nothing, and fails at its line', () => {
  const ended = [accept({ until: '2026-06-14', path: '/bin/sh' })];
  const { violations } = judged(ended, [SHELL]);
  expect(violations.map(({ rule }) => rule)).toEqual(['checks.no-shell', 'accept-expired']);
  expect(violations[1]?.message).toBe(
    'hardening.yaml:9: the acceptance of no-shell for /bin/sh ended on 2026-06-14 (owner: ops)',
  );
  expect(judged(ended, [SHELL], 'audit')).toMatchObject({ pass: true });
});

test.each<[Partial<Accept>, string]>([
  [{ until: '2026-06-16' }, 'the acceptance of no-shell ends tomorrow (owner: ops)'],
  [{ check: 'no-setuid' }, 'the acceptance of no-setuid accepts nothing; remove it'],
  [{ check: 'no-shel' }, 'there is no check no-shel; the checks are no-shell, no-setuid'],
])('warns of %j', (rest, warning) => {
  const { warnings } = judged([accept(rest)], [SHELL, SETUID]);
  expect(warnings).toEqual([`hardening.yaml:9: ${warning}`]);
});
