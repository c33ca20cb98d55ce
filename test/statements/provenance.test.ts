import { expect, test } from 'vitest';
import type { BuildPlan } from '../../src/plan/types.ts';
import { type ProvenanceInput, provenance } from '../../src/statements/provenance.ts';
import { slsaProvenance } from './slsa-schema.ts';

const hex = (digit: string) => digit.repeat(64);
const origin = { file: '/home/ann/shop/hardening.yaml', line: 3, column: 1, length: 4 };

const plan = {
  version: 1,
  name: 'shop',
  platform: 'linux/amd64',
  toolchain: { kind: 'image', ref: 'docker.io/library/golang:1.26', origin },
  stages: [
    {
      name: 'build',
      files: { include: ['**'], exclude: [] },
      steps: [
        {
          run: ['go', 'build'],
          env: { MIRROR: 'https://ann:hunter2@mirror.example/go' },
          workdir: '/src',
          caches: [],
          secrets: [{ from: { env: 'TOKEN' }, to: { env: 'TOKEN' }, origin }],
          origin,
        },
      ],
    },
  ],
  network: { proxy: 'http://proxy.corp:3128', ca: 'corp.pem' },
  base: { kind: 'scratch', origin },
  packages: { manager: 'apk', origins: { git: origin } },
} as unknown as BuildPlan;

const input: ProvenanceInput = {
  image: { name: 'shop', digest: `sha256:${hex('a')}` },
  harden: '1.2.3',
  plan,
  frozen: true,
  preset: { name: 'go', digest: `sha256:${hex('b')}` },
  used: {
    images: [
      {
        ...{ ref: 'ghcr.io:443/owner/Base:nonroot', use: 'base', digest: `sha256:${hex('c')}` },
        ...{ index: `sha256:${hex('d')}`, size: 1, locked: '2026-01-02' },
      },
      {
        ...{ ref: 'docker.io/aquasec/trivy:1', use: 'scanner', digest: `sha256:${hex('1')}` },
        ...{ size: 1, locked: '2026-01-02' },
      },
    ],
    databases: [
      {
        ...{ ref: 'ghcr.io/aquasecurity/trivy-db:2', digest: `sha256:${hex('e')}`, size: 1 },
        updatedAt: '2026-01-02T03:04:05Z',
      },
    ],
    debian: [
      {
        ...{ use: 'packages', release: 'trixie', version: '13.8', request: `sha256:${hex('0')}` },
        packages: [
          {
            ...{ name: 'libpq5', version: '17.1-1+b2', architecture: 'amd64', sha256: hex('f') },
            ...{ size: 1, installedSize: 1, filename: 'pool/main/p/x.deb', pool: 'archive' },
          },
        ],
      },
    ],
    apk: [],
  },
  source: { commit: 'f00d', url: 'https://ann:hunter2@git.example/shop.git', path: 'api' },
  started: '2026-01-02T03:04:05.000Z',
  finished: '2026-01-02T03:05:05.000Z',
  byproducts: [
    { name: 'sbom.cdx.json', mediaType: 'application/json', digest: `sha256:${hex('9')}` },
  ],
};

const document = (more: Partial<ProvenanceInput> = {}) =>
  JSON.parse(provenance({ ...input, ...more }));
const dependencies = (more: Partial<ProvenanceInput> = {}) =>
  document(more).predicate.buildDefinition.resolvedDependencies;

test('it is a statement of SLSA provenance 1, with all that level 1 demands', () => {
  slsaProvenance.parse(document());
  expect(document().subject).toEqual([{ name: 'shop', digest: { sha256: hex('a') } }]);
  expect(document().predicate.runDetails.builder).toEqual({
    id: 'urn:harden:builder:local',
    version: { harden: '1.2.3' },
  });
});

test('the parameters are the plan, the platform and whether it was frozen', () => {
  const { externalParameters, internalParameters } = document().predicate.buildDefinition;
  expect(externalParameters).toMatchObject({ platform: 'linux/amd64', frozen: true });
  expect(externalParameters.spec.stages[0].steps[0].run).toEqual(['go', 'build']);
  expect(internalParameters).toEqual({ preset: input.preset });
});

test('no place of the machine that builds, and no password, is in it', () => {
  const text = provenance(input);
  const words = ['/home/ann', 'hunter2', 'proxy.corp', '"network"', '"origin"', '"origins"'];
  for (const word of words) {
    expect(text).not.toContain(word);
  }
  expect(text).toContain('https://mirror.example/go');
  expect(text).toContain('git+https://git.example/shop.git@f00d');
});

test('images, databases and packages are named with their digests', () => {
  expect(dependencies()).toEqual(
    expect.arrayContaining([
      {
        name: 'base',
        uri: `pkg:oci/base@sha256:${hex('c')}?arch=amd64&repository_url=ghcr.io:443%2Fowner%2FBase&tag=nonroot`,
        digest: { sha256: hex('c') },
        annotations: { ref: 'ghcr.io:443/owner/Base:nonroot', index: `sha256:${hex('d')}` },
      },
      {
        name: 'database',
        uri: `pkg:oci/trivy-db@sha256:${hex('e')}?repository_url=ghcr.io%2Faquasecurity%2Ftrivy-db&tag=2`,
        digest: { sha256: hex('e') },
        annotations: {
          ref: 'ghcr.io/aquasecurity/trivy-db:2',
          updatedAt: '2026-01-02T03:04:05Z',
        },
      },
      {
        name: 'packages',
        uri: 'pkg:deb/debian/libpq5@17.1-1%2Bb2?arch=amd64&distro=debian-13.8',
        digest: { sha256: hex('f') },
        annotations: {
          ...{ filename: 'pool/main/p/x.deb', pool: 'archive', size: '1', installedSize: '1' },
          ...{ release: 'trixie', request: `sha256:${hex('0')}` },
        },
      },
      {
        name: 'source',
        uri: 'git+https://git.example/shop.git@f00d',
        digest: { gitCommit: 'f00d' },
        annotations: { path: 'api' },
      },
    ]),
  );
});

test('they are in one order and each is there once, whatever was looked up first', () => {
  const { images } = input.used;
  const used = { ...input.used, images: [...images, ...images].reverse() };
  expect(dependencies({ used })).toEqual(dependencies());
});

test('without a clean checkout no commit is named', () => {
  const { source: _source, ...without } = input;
  const { resolvedDependencies } = JSON.parse(provenance(without)).predicate.buildDefinition;
  expect(resolvedDependencies.map(({ name }: { name: string }) => name)).not.toContain('source');
});
