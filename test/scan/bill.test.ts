import { expect, test } from 'vitest';
import { readBill, unseenPurls } from '../../src/scan/bill.ts';
import type { SeenPackage } from '../../src/scan/types.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const cyclonedx = (components: unknown, subject: unknown = {}) =>
  JSON.stringify({ bomFormat: 'CycloneDX', metadata: { component: subject }, components });

test('CycloneDX: the packages that advisories are of, wherever they lie', () => {
  const text = cyclonedx(
    [
      { purl: 'pkg:npm/ms@2.0.0', components: [{ purl: 'pkg:npm/%40a/b@1.0.0' }] },
      { purl: 'pkg:npm/ms@2.0.0' },
      { purl: 'pkg:oci/base@sha256:1' },
      { purl: 'pkg:golang/example.com/app' },
      { name: 'debian', type: 'operating-system' },
    ],
    { name: 'orders', purl: `pkg:oci/orders@${encodeURIComponent(DIGEST)}` },
  );
  expect(readBill(text)).toEqual({
    ...{ format: 'CycloneDX', name: 'orders', digest: DIGEST },
    purls: ['pkg:npm/ms@2.0.0', 'pkg:npm/%40a/b@1.0.0'],
  });
});

test('SPDX: the same by its references', () => {
  const ref = (referenceLocator: string) => ({ referenceType: 'purl', referenceLocator });
  const text = JSON.stringify({
    ...{ spdxVersion: 'SPDX-2.3', name: 'orders', documentDescribes: ['SPDXRef-image'] },
    packages: [
      { SPDXID: 'SPDXRef-1', externalRefs: [ref('pkg:deb/debian/libc6@2.41')] },
      { SPDXID: 'SPDXRef-image', versionInfo: DIGEST },
    ],
  });
  expect(readBill(text)).toEqual({
    ...{ format: 'SPDX', name: 'orders', digest: DIGEST, purls: ['pkg:deb/debian/libc6@2.41'] },
  });
});

test.each([
  ['no JSON', '{'],
  ['another document', '{"schemaVersion": 1}'],
  ['a list', '[]'],
  ['nothing', ''],
])('%s is no bill', (_name, text) => {
  expect(readBill(text)).toBeUndefined();
});

test('a bill of nonsense lists nothing, and is none that proves anything', () => {
  const text = cyclonedx([null, 7, { purl: 9 }, { purl: 'npm:ms' }, { components: 'x' }]);
  expect(readBill(text)?.purls).toEqual([]);
});

const seen = (purl: string) => ({ purl }) as SeenPackage;

test('packages are seen under the names that scanners give them', () => {
  const purls = ['pkg:deb/debian/a@1:2.3?arch=amd64', 'pkg:pypi/My_Lib@1.0', 'pkg:golang/x/y@v1.2'];
  const found = ['pkg:deb/debian/a@2.3?epoch=1', 'pkg:pypi/my-lib@1.0', 'pkg:golang/x/y@1.2'];
  expect(unseenPurls(purls, found.map(seen))).toEqual([]);
});

test('what no scanner saw is named, also where only its version is another one', () => {
  const purls = ['pkg:npm/ms@2.0.0', 'pkg:npm/zod@4.0.0'];
  expect(unseenPurls(purls, [seen('pkg:npm/ms@2.1.0')])).toEqual(purls);
});
