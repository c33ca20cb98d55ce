import { expect, test } from 'vitest';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { Finding } from '../../src/scan/types.ts';
import { finding, input, policyOf } from './findings.ts';

const BASE = { diffId: 'sha256:base', kind: 'base' };
const APP = { diffId: 'sha256:app', kind: 'app' };
const FOUND = finding('high', { id: 'CVE-2026-9', aliases: ['GHSA-aaaa'], layer: APP.diffId });

function judged(found: Finding, before: Partial<Finding>[], layers = ['sha256:old']) {
  const baseline = {
    findings: before.map((one) => ({ ...FOUND, ...one })),
    layers: layers.map((diffId) => ({ diffId })),
  };
  const given = { ...input([found]), layers: [BASE, APP], baseline };
  return evaluate(policyOf('balanced'), given, '2026-06-15');
}

test.each<[string, Partial<Finding>, boolean]>([
  ['the same', {}, true],
  ['the same by another name', { id: 'ghsa-AAAA', aliases: [] }, true],
  ['the same at another version', { version: '0.9' }, true],
  ['another vulnerability', { id: 'CVE-2026-10', aliases: [] }, false],
  ['another package', { package: 'libbar' }, false],
  ['a package of another kind', { type: 'python-pkg' }, false],
])('a baseline with %s', (_name, before, known) => {
  const verdict = judged(FOUND, [before]);
  expect(verdict.pass).toBe(known);
  expect(verdict.delta?.known).toEqual(known ? [FOUND] : []);
});

test.each<[string, Partial<Finding>, Partial<Finding>[], string[], string]>([
  ['in a new layer of the app', {}, [], [], 'your change'],
  ['in a layer nobody knows', { layer: 'sha256:x' }, [], [], 'your change'],
  ['in a new layer of the base', { layer: BASE.diffId }, [], [], 'base change'],
  ['in a layer that was there', { layer: BASE.diffId }, [], [BASE.diffId], 'new advisory'],
  ['in a package that was there', {}, [{ id: 'CVE-2020-1', aliases: [] }], [], 'new advisory'],
  [
    'in a package that was older',
    {},
    [{ id: 'CVE-2020-1', aliases: [], version: '0.9' }],
    [],
    'your change',
  ],
])('a new finding %s', (_name, rest, before, layers, cause) => {
  const found = { ...FOUND, ...rest };
  const { delta, violations } = judged(found, before, layers);
  expect(delta?.added).toEqual([{ finding: found, cause }]);
  expect(violations.map(({ findings }) => findings)).toEqual([[found]]);
});

test('without a baseline everything counts, and nothing is said of one', () => {
  const verdict = evaluate(policyOf('balanced'), input([FOUND]), '2026-06-15');
  expect(verdict).toMatchObject({ pass: false });
  expect(verdict.delta).toBeUndefined();
});
