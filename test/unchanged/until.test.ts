import { expect, test } from 'vitest';
import type { BuildPlan } from '../../src/plan/types.ts';
import type { RunReport } from '../../src/report/types.ts';
import { judgedUntil } from '../../src/unchanged/until.ts';
import { runNamed } from '../report/runs.ts';

const NOW = '2026-06-15T10:30:00.000Z';
const origin = { file: 'hardening.yaml', line: 1, column: 1, length: 1 };
const exception = (until: string) => ({ until, reason: 'r', owner: 'o', origin });

type Policy = Partial<BuildPlan['policy']>;

function until(policy: Policy, report: Partial<RunReport> = {}, maxDatabaseAge = 72): string {
  const plan = {
    policy: { preset: 'balanced' as const, vulnerabilities: {}, ignore: [], ...policy },
    scan: { scanners: [], maxDatabaseAge },
  };
  const run = { ...runNamed('pass'), scanners: [], findings: [], ...report };
  const found = judgedUntil(plan, run, Date.parse(NOW));
  return Number.isFinite(found) ? new Date(found).toISOString().slice(0, 16) : 'for ever';
}

const database = (updatedAt: string) => ({
  scanners: [{ name: 'trivy', version: '1', database: { ref: 'r', digest: 'd', updatedAt } }],
});
const finding = (fixDate?: string) => ({
  findings: [{ ...runNamed('fail-fixable').findings[0], severity: 'high', fixDate }],
});
const supported = (endOfLife: string) => {
  const { image } = runNamed('pass');
  return { image: { ...image, base: { ...image.base, endOfLife } } };
};

test.each<[string, string, Policy, object, number?]>([
  ['nothing has a term', 'for ever', {}, {}],
  ['an ignore ends', '2026-12-17T00:00', { ignore: [{ id: 'x', ...exception('2026-12-31') }] }, {}],
  [
    'its end is near',
    '2026-06-16T00:00',
    { ignore: [{ id: 'x', ...exception('2026-06-20') }] },
    {},
  ],
  ['its last day', '2026-06-16T00:00', { ignore: [{ id: 'x', ...exception('2026-06-15') }] }, {}],
  ['it has ended', 'for ever', { ignore: [{ id: 'x', ...exception('2026-06-14') }] }, {}],
  ['a check', '2026-06-20T00:00', { accept: [{ check: 'x', ...exception('2026-07-04') }] }, {}],
  ['a grace ends', '2026-06-19T00:00', { grace: { high: 7 } }, finding('2026-06-12')],
  ['of another severity', 'for ever', { grace: { low: 7 } }, finding('2026-06-12')],
  ['a fix is of a day to come', '2026-06-17T00:00', { grace: { high: 7 } }, finding('2026-06-17')],
  ['a day is no day', '2026-06-15T10:30', { grace: { high: 7 } }, finding('soon')],
  ['support ends', '2026-07-01T00:00', {}, supported('2026-06-30')],
  ['support has ended', 'for ever', {}, supported('2026-06-01')],
  ['a database is of today', '2026-06-16T09:00', {}, database('2026-06-15T09:00:00Z')],
  ['its age is said', '2026-06-15T11:00', {}, database('2026-06-13T09:00:00Z')],
  ['its age will fail', '2026-06-15T19:00', {}, database('2026-06-15T09:00:00Z'), 10],
])('%s: the judgement holds until %s', (_what, expected, policy, report, age) => {
  expect(until(policy, report, age)).toBe(expected);
});

test('what lies in lock files counts as well', () => {
  const { findings } = finding('2026-06-12') as Pick<RunReport, 'findings'>;
  const sources = { files: [], packages: [], findings };
  expect(until({ grace: { high: 7 } }, { sources })).toBe('2026-06-19T00:00');
});
