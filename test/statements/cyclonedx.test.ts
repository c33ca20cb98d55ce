import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from 'vitest';
import { cycloneDx } from '../../src/statements/cyclonedx.ts';
import { bill } from './sample.ts';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
const document = (of = bill()) => JSON.parse(cycloneDx(of));

test.each([
  ['of an image', bill()],
  ['of an image of an unknown system', bill({ os: undefined as never })],
  ['of an image from scratch', bill({ installed: [], seen: [], ledger: empty(), copied: [] })],
])('the SBOM %s is valid by the schema of CycloneDX 1.6', async (_what, of) => {
  expect(await validator.validate(cycloneDx(of))).toBeNull();
});

function empty() {
  return { runtimes: [], unattributed: [] };
}

test('the schema is really held against it', async () => {
  const broken = JSON.stringify({ ...document(), serialNumber: 'none', wrong: true });
  expect(await validator.validate(broken)).not.toBeNull();
});

test('the image is the subject, by the digest of its manifest', () => {
  const { component } = document().metadata;
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(component).toMatchObject({
    type: 'container',
    version: digest,
    purl: `pkg:oci/orders@${digest}?arch=amd64`,
    hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }],
  });
  expect(component.properties).toContainEqual({
    name: 'harden:files:package',
    value: '13 files, 130 bytes',
  });
});

test('equal images have equal bytes, and another image another serial number', () => {
  expect(cycloneDx(bill())).toBe(cycloneDx(bill()));
  const { image } = bill();
  const other = document({ ...bill(), image: { ...image, digest: `sha256:${'d'.repeat(64)}` } });
  expect(document().serialNumber).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-/);
  expect(other.serialNumber).not.toBe(document().serialNumber);
});

test('every dependency is of a component, and every component has a name of its own', () => {
  const { components, dependencies, metadata } = document();
  const refs = [metadata.component, ...components].map((one) => one['bom-ref']);
  expect(new Set(refs).size).toBe(refs.length);
  const named = dependencies.flatMap((one: { ref: string; dependsOn: string[] }) => [
    one.ref,
    ...one.dependsOn,
  ]);
  for (const name of named) expect(refs).toContain(name);
});

test('a component says where it lies and how that is known', () => {
  const node = document().components.find((one: { name: string }) => one.name === 'node');
  expect(node).toMatchObject({
    type: 'application',
    evidence: {
      identity: [{ methods: [{ technique: 'binary-analysis', value: 'ledger' }] }],
      occurrences: [{ location: '/nodejs/bin/node' }],
    },
  });
});

const trivyWords = (name: string, of = bill()) =>
  Object.fromEntries(
    document(of)
      .components.find((one: { name: string }) => one.name === name)
      .properties.map((one: { name: string; value: string }) => [one.name, one.value]),
  );

test('the source package is said in the words of Trivy, epoch and release apart', () => {
  expect(trivyWords('zlib1g')).toMatchObject({
    'aquasecurity:trivy:SrcEpoch': '1',
    'aquasecurity:trivy:SrcName': 'zlib',
    'aquasecurity:trivy:SrcRelease': '1',
    'aquasecurity:trivy:SrcVersion': '1.3.1',
  });
});

test('the version of an apk is one word', () => {
  const { parts, ...rest } = bill();
  const [zlib] = parts.filter(({ name }) => name === 'zlib1g');
  const source = { name: 'zlib', version: '1.3.1-r2' };
  const apk = { ...zlib, purl: 'pkg:apk/alpine/zlib@1.3.1-r2', source } as (typeof parts)[number];
  const words = trivyWords('zlib1g', { ...rest, parts: [apk] });
  expect(words).toMatchObject({ 'aquasecurity:trivy:SrcVersion': '1.3.1-r2' });
  expect(words).not.toHaveProperty('aquasecurity:trivy:SrcRelease');
});

test('licences are identifiers, one expression alone, or names', () => {
  const licences = (name: string) =>
    document().components.find((one: { name: string }) => one.name === name)?.licenses;
  expect(licences('libc6')).toEqual([
    { license: { name: 'Inner-Net' } },
    { license: { id: 'LGPL-2.1-or-later' } },
  ]);
  expect(licences('a')).toEqual([{ expression: '(MIT OR Apache-2.0)' }]);
  expect(licences('node')).toBeUndefined();
});
