import { expect, test } from 'vitest';
import { planRecord } from '../src/build-inputs.ts';
import type { BuildPlan } from '../src/plan/types.ts';

const plan = (network: BuildPlan['network']) =>
  ({ name: 'orders', network, origin: { line: 1 } }) as unknown as BuildPlan;

test('the address of a proxy is not kept, and that it is another one is', () => {
  const one = planRecord(plan({ proxy: 'http://proxy.example:3128' }));
  expect(JSON.stringify(one)).not.toContain('proxy.example');
  expect(one).not.toHaveProperty('origin');
  expect(planRecord(plan({ proxy: 'http://proxy.example:3128' }))).toEqual(one);
  expect(planRecord(plan({ proxy: 'http://other.example:3128' }))).not.toEqual(one);
});
