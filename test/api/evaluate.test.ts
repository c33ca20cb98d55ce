import { expect, test } from 'vitest';
import { evaluate } from '../../src/api/evaluate.ts';
import type { Policy } from '../../src/plan/types.ts';
import type { BaseSignature } from '../../src/report/types.ts';
import { runNamed } from '../report/runs.ts';

const TODAY = '2026-06-15';
const BALANCED: Policy = { preset: 'balanced', vulnerabilities: {}, ignore: [] };

test.each(['pass', 'fail-fixable', 'coverage-gap', 'scratch'])(
  'the policy of %s judges its report as the run did',
  (name) => {
    const run = runNamed(name);
    // Its verdict is that of a run with both.
    const scanners = run.scanners.flatMap((one) => [one, { ...one, name: 'grype' }]);
    const report = { ...run, scanners };
    expect(evaluate('balanced', report, TODAY)).toEqual(run.verdict);
    expect(evaluate(BALANCED, report, TODAY)).toEqual(report.verdict);
  },
);

test('no policy passes a gap in the proof', () => {
  expect(evaluate('audit', runNamed('fail-fixable'), TODAY).pass).toBe(true);
  expect(evaluate('audit', runNamed('coverage-gap'), TODAY).pass).toBe(false);
});

test('findings of the baseline do not count again', () => {
  const report = runNamed('fail-fixable');
  expect(evaluate('balanced', report, TODAY).pass).toBe(false);
  expect(evaluate('balanced', report, TODAY, { baseline: report }).pass).toBe(true);
});

test('the support of the base, size and number of packages count as in a run', () => {
  const report = runNamed('pass');
  const base = { ...report.image.base, endOfLife: TODAY };
  const image = { ...report.image, base };
  const rules = (policy: Policy, today: string) =>
    evaluate(policy, { ...report, image }, today).violations.map(({ rule }) => rule);
  expect(rules(BALANCED, TODAY)).toEqual([]);
  expect(rules(BALANCED, '2026-06-16')).toEqual(['end-of-life']);
  expect(rules({ ...BALANCED, size: 1, packages: 1 }, TODAY)).toEqual(['size', 'packages']);
});

test('the policy that judges decides on licences, not the one of the run', () => {
  const packages = [
    { name: 'left', version: '1.0', class: 'app' as const, type: 'node', licences: ['AGPL-3.0'] },
  ];
  const old = { id: 'licenses', pass: false, evidence: 'another policy said so' };
  const report = { ...runNamed('pass'), packages };
  const judged = (policy: Policy, checks = report.checks) =>
    evaluate(policy, { ...report, checks }, TODAY).violations.map(({ rule }) => rule);
  const denied = judged({ ...BALANCED, licenses: { deny: ['AGPL-3.0'] } });
  expect(denied).toEqual(['checks.licenses']);
  expect(judged(BALANCED, [...report.checks, old])).toEqual([]);
});

test('a name that no preset has is told with those that there are', () => {
  const name = 'lenient' as Policy['preset'];
  expect(() => evaluate(name, runNamed('pass'), TODAY)).toThrow(/no policy preset "lenient"/);
});

test('a signed base is asked for by the policy, and only what is verified passes', () => {
  const report = runNamed('pass');
  const rules = (policy: Policy, signature?: BaseSignature) => {
    const base = { ...report.image.base, ...(signature && { signature }) };
    const image = { ...report.image, base };
    return evaluate(policy, { ...report, image }, TODAY).violations.map(({ rule }) => rule);
  };
  const demanded: Policy = { ...BALANCED, signedBase: true };
  expect(rules(BALANCED, { state: 'refused', why: 'by mallory' })).toEqual([]);
  expect(rules(demanded)).toEqual(['checks.signed-base']);
  expect(rules(demanded, { state: 'verified', why: 'by its makers' })).toEqual([]);
  for (const state of ['unsigned', 'refused', 'not checked'] as const) {
    expect(rules(demanded, { state, why: 'x' })).toEqual(['checks.signed-base']);
  }
});
