import { expect, it } from 'vitest';
import { createPins, wishDigest } from '../../src/lock/pins.ts';
import type { LockContent } from '../../src/lock/schema.ts';
import type { BuildPlan } from '../../src/plan/types.ts';
import { readRecorded } from '../../src/rebuild/recorded.ts';
import { type ProvenanceInput, provenance } from '../../src/statements/provenance.ts';

const hex = (digit: string) => digit.repeat(64);
const digest = (digit: string) => `sha256:${hex(digit)}`;
const WISH = { release: 'trixie', packages: ['libpq5'], drop: {} };

const used: Pick<LockContent, 'images' | 'databases' | 'debian' | 'apk'> = {
  images: [
    {
      ...{ use: 'base', ref: 'gcr.io:443/acme/Base:nonroot', digest: digest('c') },
      ...{ index: digest('d'), size: 0, locked: '2026-01-02' },
    },
    { use: 'toolchain', ref: 'golang:1.26', digest: digest('e'), size: 0, locked: '2026-01-02' },
  ],
  databases: [
    { ref: 'ghcr.io/db:2', digest: digest('9'), size: 1, updatedAt: '2026-01-02T03:04:05Z' },
  ],
  debian: (['base', 'toolchain'] as const).map((use) => ({
    ...{ use, release: 'trixie', version: '13.8', request: wishDigest(WISH) },
    packages: [
      {
        ...{ name: 'libpq5', version: '1:17.1-1+b2', architecture: 'amd64', sha256: hex('f') },
        ...{ source: 'postgresql-17', sourceVersion: '17.1-1', size: 7, installedSize: 8 },
        ...{ filename: 'pool/main/p/x.deb', pool: 'security' as const },
      },
      {
        ...{ name: 'libz', version: '1', architecture: 'all', sha256: hex('0') },
        ...{ size: 1, installedSize: 1, filename: 'pool/z.deb', pool: 'archive' as const },
      },
    ],
  })),
  apk: [
    {
      ...{ base: 'alpine:3.23', request: digest('1') },
      packages: [{ name: 'libstdc++', version: '14.2.0-r4', checksum: 'Q1abc=' }],
    },
  ],
};

const input: ProvenanceInput = {
  image: { name: 'shop', digest: digest('a') },
  harden: '1.2.3',
  plan: { version: 1, name: 'shop', platform: 'linux/arm64' } as unknown as BuildPlan,
  frozen: false,
  preset: { name: 'go', digest: digest('b') },
  used,
  source: { commit: 'f00d', path: 'api' },
  files: hex('2'),
  started: '2026-01-02T03:04:05.000Z',
  finished: '2026-01-02T03:05:05.000Z',
  byproducts: [],
};
const predicate = (more: Partial<ProvenanceInput> = {}) =>
  JSON.parse(provenance({ ...input, ...more })).predicate;

it('what a provenance records is what a build can be given again', () => {
  const recorded = readRecorded(predicate());
  expect(recorded).toMatchObject({
    ...{ platform: 'linux/arm64', harden: '1.2.3', files: hex('2') },
    ...{ source: { commit: 'f00d', path: 'api' }, preset: input.preset },
    spec: { name: 'shop' },
  });
  const { images, debian, apk } = used;
  const inputs = recorded?.inputs;
  expect(inputs?.images).toEqual(expect.arrayContaining(images));
  expect(inputs?.images).toHaveLength(images.length);
  expect({ debian: inputs?.debian, apk: inputs?.apk }).toEqual({ debian, apk });

  const pins = createPins(inputs && { ...inputs, databases: [] });
  expect(pins.image('golang:1.26', 'toolchain')?.digest).toBe(digest('e'));
  expect(pins.debian({ ...WISH, use: 'base' })).toEqual(debian[0]);
  expect(pins.looked).toEqual([]);
  expect(pins.image('golang:1.27', 'toolchain')).toBeUndefined();
  expect(pins.looked).toEqual(['golang:1.27']);
});

it('of sources of no commit the files are recorded alone', () => {
  const { source: _, ...rest } = input;
  const found = readRecorded(JSON.parse(provenance(rest)).predicate);
  expect(found).not.toHaveProperty('source');
  expect(found?.files).toBe(hex('2'));
});

it.each([
  ['another builder', { buildDefinition: { ...predicate().buildDefinition, buildType: 'x' } }],
  ['nothing', { buildDefinition: undefined }],
])('%s is no record', (_what, change) => {
  expect(readRecorded({ ...predicate(), ...change })).toBeUndefined();
});

it('a path out of the mirror is no record either', () => {
  const text = JSON.stringify(predicate()).replace('pool/z.deb', '../../z.deb');
  expect(text).toContain('../../z.deb');
  expect(readRecorded(JSON.parse(text))).toBeUndefined();
});
