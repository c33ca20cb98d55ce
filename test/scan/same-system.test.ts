import { expect, test } from 'vitest';
import { isSameSystem } from '../../src/scan/same-system.ts';

test.each([
  ['debian', '13', 'debian', '13.8', true],
  ['debian', '13', 'debian', '12.11', false],
  ['debian', '1', 'debian', '13.8', false],
  ['debian', undefined, 'debian', '14.0', true],
  ['alpine', '3.20.3', 'alpine', '3.20.3', true],
  ['alpine', '3.20.3', 'alpine', '3.20', true],
  ['rhel', '9.4', 'redhat', '9.4', true],
  ['amzn', '2', 'amazon', '2 (Karoo)', true],
  ['almalinux', '9.4', 'alma', '9.4', true],
  ['acme', '1', 'debian', '13.8', false],
  ['constructor', '1', 'debian', '13.8', false],
])('%s %s taken for %s %s: %s', (id, version, family, was, expected) => {
  const says = { id, ...(version && { version }) };
  expect(isSameSystem(says, { family, version: was })).toBe(expected);
});
