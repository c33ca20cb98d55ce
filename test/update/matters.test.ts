import { expect, test } from 'vitest';
import type { Lock } from '../../src/lock/schema.ts';
import { matters } from '../../src/update/matters.ts';
import type { UpdateReport } from '../../src/update/types.ts';
import { finding, report } from './reports.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const NOW = new Date('2026-02-04T00:00:00Z');
const MAX_AGE = 72;
const NONE = { added: [], removed: [], changed: [] };
const SIZE = { compressed: 1e6, uncompressed: 2e6 };
const SAME = {
  packages: NONE,
  findings: { fixed: [], new: [], remaining: [finding('CVE-2026-3')] },
  size: { before: SIZE, after: { ...SIZE, compressed: 11e5 } },
};

function lockOf(updatedAt: string): Lock {
  return {
    ...{ lockVersion: 1, integrity: digest('0'), platform: 'linux/amd64' },
    preset: { name: 'go', digest: digest('1') },
    ...{ images: [], debian: [], apk: [] },
    databases: [{ ref: 'db:2', digest: digest('2'), size: 1, updatedAt }],
  };
}

const moved = (use: string) => ({
  images: [{ ref: 'image:1', use, from: digest('a'), to: digest('b'), size: { from: 1, to: 1 } }],
});
const newer = { databases: [{ ref: 'db:2', to: digest('3'), updatedAt: NOW.toISOString() }] };

function judged(changes: Partial<UpdateReport>, updatedAt = '2026-02-03T00:00:00Z'): boolean {
  return matters(report(changes), lockOf(updatedAt), NOW, MAX_AGE);
}

test.each<[string, Partial<UpdateReport>]>([
  ['nothing', {}],
  ['newer advisories', newer],
  ['a base that was built anew as it was', { ...moved('base'), base: SAME }],
  ['both', { ...moved('base'), ...newer, base: SAME }],
])('%s is not worth a lock', (_what, changes) => {
  expect(judged(changes)).toBe(false);
});

test.each<[string, Partial<UpdateReport>]>([
  ['a toolchain', moved('toolchain')],
  ['a scanner', { ...moved('scanner'), base: SAME }],
  ['a base of which nothing is known', moved('base')],
  ['a base that cannot be compared', { ...moved('base'), notCompared: 'gone' }],
  [
    'a base with another package',
    {
      ...moved('base'),
      base: { ...SAME, packages: { ...NONE, added: [{ name: 'a', version: '1' }] } },
    },
  ],
  [
    'a base with a finding less',
    {
      ...moved('base'),
      base: { ...SAME, findings: { ...SAME.findings, fixed: [finding('CVE-1')] } },
    },
  ],
  [
    'a base with a finding more',
    {
      ...moved('base'),
      base: { ...SAME, findings: { ...SAME.findings, new: [finding('CVE-1')] } },
    },
  ],
  [
    'a base of another size',
    {
      ...moved('base'),
      base: { ...SAME, size: { before: SIZE, after: { ...SIZE, uncompressed: 1 } } },
    },
  ],
  ['a Debian package', { debian: { ...NONE, changed: [{ name: 'a', from: '1', to: '2' }] } }],
  ['an apk package', { apk: { ...NONE, removed: [{ name: 'a', version: '1' }] } }],
  ['a preset', { preset: { name: 'go', from: digest('1'), to: digest('2') } }],
  ['another wish', { asked: true }],
  ['a database that is new', { databases: [{ ref: 'db:6', to: digest('3'), updatedAt: '' }] }],
])('%s is', (_what, changes) => {
  expect(judged(changes)).toBe(true);
});

test('newer advisories count once the locked ones are past half of their time', () => {
  expect(judged(newer, '2026-02-02T12:00:01Z')).toBe(false);
  expect(judged(newer, '2026-02-02T11:59:59Z')).toBe(true);
});
