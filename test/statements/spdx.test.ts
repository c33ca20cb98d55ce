import { expect, test } from 'vitest';
import { spdx } from '../../src/statements/spdx.ts';
import { bill } from './sample.ts';
import { spdxDocument } from './spdx-schema.ts';

const document = (of = bill()) => JSON.parse(spdx(of));
const named = (name: string) =>
  document().packages.filter((one: { name: string }) => one.name === name);

test.each([
  ['of an image', bill()],
  ['of an image of an unknown system', bill({ os: undefined as never })],
  ['of an empty image', bill({ installed: [], seen: [], copied: [] })],
])('the SBOM %s has all that SPDX 2.3 demands, and nothing else', (_what, of) => {
  spdxDocument.parse(document(of));
});

test('the image is what the document describes, and has the system and the app', () => {
  const { relationships, packages } = document();
  const image = packages.find((one: { SPDXID: string }) => one.SPDXID === 'SPDXRef-Image');
  expect(image).toMatchObject({
    primaryPackagePurpose: 'CONTAINER',
    checksums: [{ algorithm: 'SHA256', checksumValue: 'a'.repeat(64) }],
    sourceInfo: `on the base gcr.io/distroless/cc-debian13:nonroot, sha256:${'c'.repeat(64)}`,
  });
  const words = relationships.map(
    (one: Record<string, string>) =>
      `${one['spdxElementId']} ${one['relationshipType']} ${one['relatedSpdxElement']}`,
  );
  expect(words.slice(0, 2)).toEqual([
    'SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image',
    'SPDXRef-Image CONTAINS SPDXRef-OperatingSystem',
  ]);
  const [libc] = named('libc6');
  const [node] = named('node');
  const [cpp] = named('libstdc++6');
  expect(words).toContain(`SPDXRef-OperatingSystem CONTAINS ${libc.SPDXID}`);
  expect(words).toContain(`SPDXRef-Image CONTAINS ${node.SPDXID}`);
  expect(words).toContain(`${cpp.SPDXID} DEPENDS_ON ${libc.SPDXID}`);
});

test('every relationship is between elements of the document, each with an id of its own', () => {
  const { packages, relationships } = document();
  const ids = ['SPDXRef-DOCUMENT', ...packages.map((one: { SPDXID: string }) => one.SPDXID)];
  expect(new Set(ids).size).toBe(ids.length);
  for (const { spdxElementId, relatedSpdxElement } of relationships) {
    expect(ids).toContain(spdxElementId);
    expect(ids).toContain(relatedSpdxElement);
  }
});

test('one package at two places is two packages with one purl', () => {
  const found = named('@scope/a');
  const purls = found.map((one: { externalRefs: { referenceLocator: string }[] }) =>
    one.externalRefs.map(({ referenceLocator }) => referenceLocator),
  );
  expect(purls).toEqual([['pkg:npm/%40scope/a@1.0.0'], ['pkg:npm/%40scope/a@1.0.0']]);
});

test('a licence that is in no list is a reference, and explained', () => {
  expect(named('libc6')[0].licenseDeclared).toBe('LicenseRef-Inner-Net AND LGPL-2.1-or-later');
  expect(named('@scope/a')[0].licenseDeclared).toBe('(MIT OR Apache-2.0)');
  expect(named('node')[0].licenseDeclared).toBe('NOASSERTION');
  expect(document().hasExtractedLicensingInfos).toEqual([
    expect.objectContaining({ licenseId: 'LicenseRef-Inner-Net', name: 'Inner-Net' }),
  ]);
});

test('names of licences that differ in signs alone stay apart', () => {
  const seen = ['BSD like', 'BSD+like'].map((word, index) => ({
    ...{ name: `p${index}`, version: '1', class: 'app' as const, type: 'node-pkg' },
    licences: [word],
  }));
  const { hasExtractedLicensingInfos } = document(bill({ seen }));
  const ids = hasExtractedLicensingInfos.map((one: { licenseId: string }) => one.licenseId);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^LicenseRef-BSD-like-[\da-f]{8}$/);
});

test('equal images have equal bytes', () => {
  expect(spdx(bill())).toBe(spdx(bill()));
});
