import { expect, test } from 'vitest';
import type { Ignore, Policy, Severity } from '../../src/plan/types.ts';
import { evaluate, type PolicyInput } from '../../src/policy/evaluate.ts';
import type { Finding } from '../../src/scan/types.ts';
import { WHOLE } from '../inspect/whole-ledger.ts';
import { finding, input, policyOf, unfixed } from './findings.ts';

const TODAY = '2026-06-15';

const fixable = (severity: Severity) => finding(severity);

function rules(policy: Policy, given: PolicyInput): string[] {
  return evaluate(policy, given, TODAY).violations.map((v) => v.rule);
}

const ANY: Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

test.each<[Policy['preset'], 'fixable' | 'unfixed', Severity[]]>([
  ['strict', 'fixable', ['critical', 'high', 'medium']],
  ['strict', 'unfixed', ['critical', 'high', 'medium']],
  ['balanced', 'fixable', ['critical', 'high']],
  ['balanced', 'unfixed', []],
  ['audit', 'fixable', []],
  ['audit', 'unfixed', []],
])('%s fails on one %s finding of: %j', (preset, kind, failing) => {
  const make = kind === 'fixable' ? fixable : unfixed;
  const found = ANY.filter(
    (severity) => rules(policyOf(preset), input([make(severity)])).length > 0,
  );
  expect(found).toEqual(failing);
});

test('passes without findings, with nothing to say', () => {
  for (const preset of ['strict', 'balanced', 'audit'] as const) {
    const verdict = evaluate(policyOf(preset), input([]), TODAY);
    expect(verdict).toEqual({ pass: true, violations: [], ignored: [], warnings: [] });
  }
});

test.each<[string, Policy, Finding[], string[]]>([
  [
    'at the limit',
    policyOf('balanced', { vulnerabilities: { high: 2 } }),
    [fixable('high'), fixable('high')],
    [],
  ],
  [
    'one above the limit',
    policyOf('balanced', { vulnerabilities: { high: 1 } }),
    [fixable('high'), fixable('high')],
    ['vulnerabilities.high'],
  ],
  [
    'a limit of one severity leaves the others to the preset',
    policyOf('balanced', { vulnerabilities: { high: 5 } }),
    [fixable('critical'), fixable('high')],
    ['vulnerabilities.critical'],
  ],
  [
    'a limit the preset has not',
    policyOf('balanced', { vulnerabilities: { unknown: 0 } }),
    [fixable('unknown')],
    ['vulnerabilities.unknown'],
  ],
  [
    'a limit in audit',
    policyOf('audit', { vulnerabilities: { low: 0 } }),
    [fixable('low')],
    ['vulnerabilities.low'],
  ],
  [
    'unfixed: count in balanced',
    policyOf('balanced', { unfixed: 'count' }),
    [unfixed('high')],
    ['vulnerabilities.high'],
  ],
  ['unfixed: ignore in strict', policyOf('strict', { unfixed: 'ignore' }), [unfixed('high')], []],
  [
    'several severities, worst first',
    policyOf('strict'),
    [fixable('medium'), fixable('critical')],
    ['vulnerabilities.critical', 'vulnerabilities.medium'],
  ],
])('%s', (_name, policy, findings, expected) => {
  expect(rules(policy, input(findings))).toEqual(expected);
});

test('says how many were found and how many are allowed, and lists them', () => {
  const findings = [fixable('high'), fixable('high'), unfixed('high')];
  const [balanced] = evaluate(policyOf('balanced'), input(findings), TODAY).violations;
  expect(balanced?.message).toBe('2 high findings with a fix, none are allowed');
  expect(balanced?.findings).toEqual(findings.slice(0, 2));
  const limit = policyOf('strict', { vulnerabilities: { high: 1 } });
  const [strict] = evaluate(limit, input(findings), TODAY).violations;
  expect(strict?.message).toBe('3 high findings, 1 is allowed');
});

test('names in warnings what it did not count', () => {
  const findings = [
    unfixed('critical'),
    unfixed('high'),
    unfixed('high'),
    fixable('medium'),
    unfixed('unknown'),
  ];
  expect(evaluate(policyOf('balanced'), input(findings), TODAY)).toMatchObject({
    pass: true,
    warnings: [
      'not counted, for there is no fix yet: 1 critical, 2 high',
      'not counted, for the policy sets no limit: 1 medium, 1 unknown',
    ],
  });
});

function ignore(rest: Partial<Ignore>): Ignore {
  const origin = { file: 'hardening.yaml', line: 12, column: 5, length: 3 };
  return {
    id: 'CVE-2026-1000',
    until: '2026-12-31',
    reason: 'not reachable',
    owner: 'ops',
    origin,
    ...rest,
  };
}

const TARGET = finding('high', { id: 'CVE-2026-1000', aliases: ['GHSA-aaaa'], package: 'libfoo' });

test.each<[string, Partial<Ignore>, boolean]>([
  ['by id', {}, true],
  ['by id in another case', { id: 'cve-2026-1000' }, true],
  ['by alias', { id: 'GHSA-aaaa' }, true],
  ['by id and package', { package: 'libfoo' }, true],
  ['by id and another package', { package: 'libbar' }, false],
  ['by another id', { id: 'CVE-2026-100' }, false],
  ['on its last day', { until: TODAY }, true],
  ['a day late', { until: '2026-06-14' }, false],
])('an ignore %s', (_name, rest, accepted) => {
  const entry = ignore(rest);
  const verdict = evaluate(policyOf('balanced', { ignore: [entry] }), input([TARGET]), TODAY);
  expect(verdict.ignored).toEqual(accepted ? [{ finding: TARGET, ignore: entry }] : []);
  expect(verdict.pass).toBe(accepted);
});

test('an ignore takes every finding it names and no other', () => {
  const other = finding('high');
  const twice = { ...TARGET, path: 'app/other' };
  const policy = policyOf('balanced', { ignore: [ignore({})] });
  const verdict = evaluate(policy, input([TARGET, twice, other]), TODAY);
  expect(verdict.ignored.map((i) => i.finding)).toEqual([TARGET, twice]);
  expect(verdict.violations[0]?.findings).toEqual([other]);
});

test('an expired ignore is a violation that names its line, and accepts nothing', () => {
  const policy = policyOf('balanced', {
    ignore: [ignore({ until: '2026-06-14', package: 'libfoo' })],
  });
  expect(evaluate(policy, input([TARGET]), TODAY).violations).toEqual([
    expect.objectContaining({ rule: 'vulnerabilities.high' }),
    {
      rule: 'ignore-expired',
      message:
        'hardening.yaml:12: the ignore of CVE-2026-1000 for libfoo ended on 2026-06-14 (owner: ops)',
      findings: [TARGET],
    },
  ]);
});

test('an expired ignore fails also when its finding is gone, and only warns in audit', () => {
  const expired = [ignore({ until: '2026-06-14' })];
  expect(rules(policyOf('strict', { ignore: expired }), input([]))).toEqual(['ignore-expired']);
  const audit = evaluate(policyOf('audit', { ignore: expired }), input([]), TODAY);
  expect(audit).toMatchObject({
    pass: true,
    warnings: [expect.stringContaining('ended on 2026-06-14')],
  });
});

test('an ignore that has ended does not hide one that holds', () => {
  const entries = [ignore({ until: '2026-06-14' }), ignore({})];
  const verdict = evaluate(policyOf('balanced', { ignore: entries }), input([TARGET]), TODAY);
  expect(verdict.ignored).toHaveLength(1);
  expect(verdict.violations.map((v) => v.rule)).toEqual(['ignore-expired']);
});

test.each([
  ['2026-06-15', ['ends today (owner: ops)']],
  ['2026-06-16', ['ends tomorrow (owner: ops)']],
  ['2026-06-29', ['ends in 14 days, on 2026-06-29 (owner: ops)']],
  ['2026-06-30', []],
])('an ignore until %s warns: %j', (until, ends) => {
  const policy = policyOf('balanced', { ignore: [ignore({ until })] });
  expect(evaluate(policy, input([TARGET]), TODAY).warnings).toEqual(
    ends.map((end) => `hardening.yaml:12: the ignore of CVE-2026-1000 ${end}`),
  );
});

test('an ignore that matches nothing warns', () => {
  const policy = policyOf('balanced', { ignore: [ignore({ id: 'CVE-1999-1' })] });
  expect(evaluate(policy, input([]), TODAY)).toMatchObject({
    pass: true,
    warnings: ['hardening.yaml:12: the ignore of CVE-1999-1 matches no finding; remove it'],
  });
});

const CHECKS = [
  { id: 'no-shell', pass: false, evidence: '/bin/sh is a shell' },
  { id: 'no-setuid', pass: true, evidence: 'none' },
];

test.each([
  ['strict', ['checks.no-shell'], []],
  ['balanced', ['checks.no-shell'], []],
  ['audit', [], ['checks.no-shell: /bin/sh is a shell']],
] as const)('a failed check in %s', (preset, violations, warnings) => {
  const verdict = evaluate(policyOf(preset), input([], { checks: CHECKS }), TODAY);
  expect(verdict.violations.map((v) => v.rule)).toEqual(violations);
  expect(verdict.warnings).toEqual(warnings);
});

test.each([
  ['size', { size: 50_000_000 }, { size: 50_000_000 }, []],
  [
    'size',
    { size: 50_000_000 },
    { size: 50_000_001 },
    ['the image has 50.0 MB (50000001 bytes) uncompressed, 50.0 MB (50000000 bytes) are allowed'],
  ],
  ['packages', { packages: 40 }, { packages: 40 }, []],
  ['packages', { packages: 40 }, { packages: 41 }, ['the image has 41 packages, 40 are allowed']],
  ['packages', { packages: 0 }, { packages: 1 }, ['the image has 1 packages, 0 are allowed']],
])('a limit of %s %j with %j', (rule, limits, image, messages) => {
  for (const preset of ['strict', 'balanced', 'audit'] as const) {
    const verdict = evaluate(policyOf(preset, limits), input([], image), TODAY);
    expect(verdict.violations).toEqual(
      messages.map((message) => ({ rule, message, findings: [] })),
    );
  }
});

test('a gap in the coverage breaks no rule, but nothing passes with one', () => {
  const coverage = {
    packages: { expected: 1, seen: 0, missing: ['libc6'] },
    files: WHOLE,
    gaps: ['blind'],
  };
  const verdict = evaluate(policyOf('audit'), input([], { coverage }), TODAY);
  expect(verdict).toMatchObject({ pass: false, violations: [] });
});

test.each<[Policy['preset'], boolean]>([
  ['strict', false],
  ['balanced', true],
  ['audit', true],
])('an image that no engine could run: %s lets it pass: %s', (preset, passes) => {
  const given = input([], { smokeNotRun: 'on linux/arm64, because of a reason' });
  const { pass, violations, warnings } = evaluate(policyOf(preset), given, TODAY);
  expect(pass).toBe(passes);
  const said = [...violations.map(({ rule, message }) => `${rule}: ${message}`), ...warnings];
  expect(said).toEqual(['smoke: not run on linux/arm64, because of a reason']);
});
