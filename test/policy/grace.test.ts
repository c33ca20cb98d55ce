import { expect, test } from 'vitest';
import type { Policy } from '../../src/plan/types.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { Finding } from '../../src/scan/types.ts';
import { finding, input, policyOf, unfixed } from './findings.ts';

const GRACE = { grace: { high: 7 } };
const FIXED = { fixDate: '2026-06-10' };

function judged(findings: Finding[], today: string, rest: Partial<Policy> = GRACE) {
  return evaluate(policyOf('balanced', rest), input(findings), today);
}

test.each([
  ['on the day of the fix', '2026-06-10', true],
  ['three days after it', '2026-06-13', true],
  ['on the last day', '2026-06-16', true],
  ['after seven days', '2026-06-17', false],
  ['much later', '2027-01-01', false],
])('a finding with seven days of grace, %s', (_name, today, pass) => {
  const found = finding('high', FIXED);
  const verdict = judged([found], today);
  expect(verdict.pass).toBe(pass);
  expect(verdict.graced).toEqual(pass ? [{ finding: found, failsFrom: '2026-06-17' }] : undefined);
  expect(verdict.warnings).toEqual(
    pass ? ['not counted yet, for the fix is young: 1 finding, failing from 2026-06-17 on'] : [],
  );
});

test.each<[string, Finding]>([
  ['a severity without grace', finding('critical', FIXED)],
  ['a fix of no known day', finding('high')],
  ['a fix of a day to come', finding('high', { fixDate: '2026-06-20' })],
])('%s counts at once', (_name, found) => {
  const verdict = judged([found], '2026-06-13');
  expect(verdict.violations.map(({ findings }) => findings)).toEqual([[found]]);
  expect(verdict.graced).toBeUndefined();
});

test('says which findings have no grace, as nobody knows the day of their fix', () => {
  const one = finding('high', { id: 'CVE-2026-7', package: 'libbar' });
  expect(judged([one, finding('critical')], '2026-06-13').warnings).toEqual([
    'without grace, for no scanner knows the day of the fix: CVE-2026-7 in libbar',
  ]);
});

test('a grace of no days is none', () => {
  const verdict = judged([finding('high', FIXED)], '2026-06-10', { grace: { high: 0 } });
  expect(verdict).toMatchObject({ pass: false, warnings: [] });
});

test('grace is for what would fail alone: no fix or no limit has its own warning', () => {
  const rest = { grace: { high: 7, low: 7 } };
  const findings = [unfixed('high'), finding('low', FIXED), finding('low')];
  const verdict = judged(findings, '2026-06-11', rest);
  expect(verdict.graced).toBeUndefined();
  expect(verdict.warnings).toEqual([
    'not counted, for there is no fix yet: 1 high',
    'not counted, for the policy sets no limit: 2 low',
  ]);
});

test('the first day on which any of several fails is told', () => {
  const later = finding('critical', { fixDate: '2026-06-01' });
  const sooner = finding('high', { fixDate: '2026-06-09' });
  const verdict = judged([later, sooner], '2026-06-11', { grace: { critical: 30, high: 7 } });
  expect(verdict.graced?.map(({ failsFrom }) => failsFrom)).toEqual(['2026-07-01', '2026-06-16']);
  expect(verdict.warnings).toEqual([
    'not counted yet, for the fix is young: 2 findings, failing from 2026-06-16 on',
  ]);
});

test('an ignored finding needs no grace', () => {
  const found = finding('high', FIXED);
  const origin = { file: 'hardening.yaml', line: 1, column: 1, length: 1 };
  const entry = { id: found.id, until: '2026-12-31', reason: 'x', owner: 'ops', origin };
  const verdict = judged([found], '2026-06-11', { ...GRACE, ignore: [entry] });
  expect(verdict.ignored).toHaveLength(1);
  expect(verdict.graced).toBeUndefined();
});
