import { expect, test } from 'vitest';
import type { BuildPlan } from '../../src/plan/types.ts';
import { builtFrom, otherwiseBuilt, readRecordOf } from '../../src/rebase/record.ts';
import { provenance } from '../../src/statements/provenance.ts';

const hex = (digit: string) => digit.repeat(64);
const origin = { file: 'hardening.yaml', line: 3, column: 1, length: 4 };
const PLAN = {
  version: 1,
  ...{ name: 'shop', platform: 'linux/amd64', language: { preset: 'go', inputs: {} } },
  toolchain: { kind: 'image', ref: 'golang:1.26', origin },
  stages: [{ name: 'build', files: {}, steps: [{ run: ['go', 'build'], env: {}, origin }] }],
  artifacts: [{ from: '/out', to: '/app', layer: 'app', origin }],
  base: { kind: 'debian', release: 'trixie', packages: [], drop: {}, links: {}, origin },
  network: {},
  ...{ config: { User: '65532' }, smoke: [], policy: { size: 1 }, settings: undefined },
} as unknown as BuildPlan;

function text(changes: object = {}): string {
  return provenance({
    image: { name: 'shop', digest: `sha256:${hex('a')}` },
    ...{ harden: '1.2.3', plan: PLAN, frozen: false, started: '', finished: '2026-01-02' },
    preset: { name: 'go', digest: `sha256:${hex('b')}` },
    used: {
      images: [
        { use: 'toolchain', ref: 'golang:1.26', digest: `sha256:${hex('c')}`, size: 1, locked: '' },
        { use: 'base', ref: 'base:1', digest: `sha256:${hex('d')}`, size: 1, locked: '' },
      ],
      ...{ databases: [], debian: [], apk: [] },
    },
    source: { commit: hex('e').slice(0, 40), path: '' },
    byproducts: [],
    ...changes,
  });
}

const record = readRecordOf(text());
if (!record) throw new Error('no record');

test('a provenance of harden says which image it is of, and what the app was built from', () => {
  expect(record).toMatchObject({ digest: `sha256:${hex('a')}`, platform: 'linux/amd64' });
  expect(builtFrom(record).map(({ name }) => name)).toEqual(['source', 'toolchain']);
});

test('an image that was put on another base keeps what its app was built from', () => {
  const used = { images: [], databases: [], debian: [], apk: [] };
  const rebased = { from: `sha256:${hex('a')}`, builtFrom: builtFrom(record) };
  const again = readRecordOf(text({ used, source: undefined, rebased }));
  expect(again?.dependencies).toEqual(builtFrom(record));
  const statement = JSON.parse(text({ rebased }));
  const { internalParameters } = statement.predicate.buildDefinition;
  expect(internalParameters.rebasedFrom).toBe(`sha256:${hex('a')}`);
});

test('the plan that built it builds it again, whatever its lines and the base', () => {
  const moved = JSON.parse(JSON.stringify(PLAN).replaceAll('"line":3', '"line":7'));
  expect(otherwiseBuilt(record, moved)).toBe('');
  const base = { kind: 'scratch', origin };
  const other = { ...PLAN, base, policy: {}, smoke: [1], network: { proxy: 'http://p' } };
  expect(otherwiseBuilt(record, other as unknown as BuildPlan)).toBe('');
});

test.each<[string, object, string]>([
  [
    'a step',
    { stages: [{ ...PLAN.stages[0], steps: [{ run: ['go', 'vet'] }] }] },
    'stages.0.steps',
  ],
  ['a toolchain', { toolchain: { kind: 'image', ref: 'golang:1.27' } }, 'toolchain.ref'],
  ['an artifact', { artifacts: [] }, 'artifacts.0'],
  ['an input', { language: { preset: 'go', inputs: { main: '.' } } }, 'language.inputs.main'],
  ['a platform', { platform: 'linux/arm64' }, 'platform'],
  ['a health check', { settings: { healthcheck: { probe: true } } }, 'healthcheck'],
])('%s that changed is named', (_what, changes, at) => {
  expect(otherwiseBuilt(record, { ...PLAN, ...changes } as BuildPlan)).toContain(at);
});

test.each([
  ['no JSON', 'not json'],
  ['another document', '{"spdxVersion": "SPDX-2.3"}'],
  ['another builder', text().replace('urn:harden:build:v1', 'https://other.example/build')],
  ['two subjects', text().replace('"subject": [', '"subject": [{"digest": {"sha256": "x"}},')],
  ['a digest that is none', text().replace(hex('a'), '../../etc/passwd')],
])('%s is no record', (_what, document) => {
  expect(readRecordOf(document)).toBeUndefined();
});
