import { expect, test } from 'vitest';
import type { Policy } from '../../src/plan/types.ts';
import { sureViolations } from '../../src/policy/sources.ts';
import { finding, policyOf } from './findings.ts';

const found = finding('critical', { fixedVersion: '2.0.0' });

function violations(policy: Policy, rest: Partial<Parameters<typeof sureViolations>[2]> = {}) {
  return sureViolations(policy, [found], {
    ...{ scanners: ['trivy', 'grype'], today: '2026-06-13' },
    ...rest,
  });
}

test('a finding that no image can pass with is sure', () => {
  expect(violations(policyOf('balanced'))).toMatchObject([
    { rule: 'vulnerabilities.critical', findings: [found] },
  ]);
});

test('the policy that only tells breaks nothing', () => {
  expect(violations(policyOf('audit'))).toEqual([]);
});

const statement = {
  names: found.aliases.slice(0, 1).concat(found.id.toLowerCase()),
  products: [{ ids: ['registry.example/orders'], parts: [] }],
  status: 'not_affected' as const,
  timestamp: '2026-06-01T00:00:00Z',
};
const origin = { file: 'hardening.yaml', line: 5, column: 9, length: 15 };
const document = {
  ...{ file: 'orders.vex.json', id: 'orders', author: 'us', origin },
  statements: [statement],
};

test('what a VEX document speaks of waits for the image that it speaks of', () => {
  expect(violations(policyOf('balanced', { vex: [document] }))).toEqual([]);
});

test('what a baseline has, by any name, waits for the layers that tell what is new', () => {
  const known = { ...found, id: 'OTHER-1', aliases: [found.id] };
  const baseline = { findings: [known], layers: [] };
  expect(violations(policyOf('balanced'), { baseline })).toEqual([]);
});
