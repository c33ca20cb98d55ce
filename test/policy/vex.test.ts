import { expect, test } from 'vitest';
import type { VexDocument, VexProduct, VexStatement } from '../../src/plan/vex.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import { finding, IMAGE, input, policyOf, unfixed } from './findings.ts';

const TODAY = '2026-06-15';
const PURL = 'pkg:deb/debian/libfoo@1.0?arch=amd64&distro=debian-13';
const FOUND = finding('high', { id: 'CVE-2026-9', aliases: ['GHSA-aaaa'], purl: PURL });

function product(id: string, ...parts: string[]): VexProduct {
  return { ids: [id], parts: parts.map((part) => [part]) };
}

function statement(rest: Partial<VexStatement> = {}): VexStatement {
  return {
    names: ['CVE-2026-9'],
    products: [product('pkg:oci/orders')],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    timestamp: '2026-06-01T00:00:00.000Z',
    ...rest,
  };
}

function judged(statements: Partial<VexStatement>[], found = FOUND) {
  const origin = { file: 'hardening.yaml', line: 5, column: 9, length: 4 };
  const document: VexDocument = {
    file: 'our.openvex.json',
    id: 'https://example.com/vex/1',
    author: 'Security',
    statements: statements.map(statement),
    origin,
  };
  return evaluate(policyOf('balanced', { vex: [document] }), input([found]), TODAY);
}

test.each<[string, VexProduct, boolean]>([
  ['the image by the last part of its name', product('pkg:oci/orders'), true],
  ['the image by its digest', product(`pkg:oci/orders@${IMAGE.digest}`), true],
  [
    'the image by its encoded digest',
    product(`pkg:oci/orders@${encodeURIComponent(IMAGE.digest)}`),
    true,
  ],
  ['another build of the image', product(`pkg:oci/orders@sha256:${'b'.repeat(64)}`), false],
  ['the image in a registry', product('pkg:oci/orders?repository_url=ghcr.io/team/orders'), true],
  [
    'an image of this name of others',
    product('pkg:oci/orders?repository_url=ghcr.io/other/orders'),
    false,
  ],
  ['another image', product('pkg:oci/order'), false],
  ['a digest alone', product(IMAGE.digest), true],
  ['the name alone', product('team/orders'), true],
  ['a package of the image', product('pkg:oci/orders', 'pkg:deb/debian/libfoo'), true],
  ['another package of the image', product('pkg:oci/orders', 'pkg:deb/debian/libbar'), false],
  ['the package of another image', product('pkg:oci/order', 'pkg:deb/debian/libfoo'), false],
  ['the package', product('pkg:deb/debian/libfoo'), true],
  ['the package at its version', product('pkg:deb/debian/libfoo@1.0?arch=amd64'), true],
  ['the package at another version', product('pkg:deb/debian/libfoo@1.1'), false],
  ['the package of another architecture', product('pkg:deb/debian/libfoo@1.0?arch=arm64'), false],
  ['the package of another distribution', product('pkg:deb/ubuntu/libfoo@1.0'), false],
  ['a prefix of the name', product('pkg:deb/debian/lib'), false],
  ['everything', product('*'), false],
  ['nothing', { ids: [], parts: [] }, false],
])('a statement about %s', (_name, about, holds) => {
  const verdict = judged([{ products: [about] }]);
  expect(verdict.pass).toBe(holds);
  expect(verdict.suppressed?.length ?? 0).toBe(holds ? 1 : 0);
  const told = verdict.warnings.filter((text) => text.includes('it changes nothing'));
  expect(told).toHaveLength(holds ? 0 : 1);
});

test('what is taken out is listed with who said it and why', () => {
  expect(judged([{}]).suppressed).toEqual([
    {
      finding: FOUND,
      vex: {
        file: 'our.openvex.json',
        id: 'https://example.com/vex/1',
        author: 'Security',
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
        timestamp: '2026-06-01T00:00:00.000Z',
      },
    },
  ]);
});

test('a statement for another product is told in words', () => {
  const about = product('pkg:oci/other', 'pkg:deb/debian/libfoo');
  expect(judged([{ products: [about] }]).warnings).toEqual([
    'our.openvex.json: what it says of CVE-2026-9 is about pkg:deb/debian/libfoo in pkg:oci/other, not about this image or libfoo 1.0; it changes nothing',
  ]);
});

test.each<[string, Partial<VexStatement>, boolean]>([
  ['by another name', { names: ['X-1', 'ghsa-AAAA'] }, true],
  ['of another vulnerability', { names: ['CVE-2026-90'] }, false],
  ['that it is fixed', { status: 'fixed' }, true],
  ['that it is affected', { status: 'affected' }, false],
  ['that nobody knows yet', { status: 'under_investigation' }, false],
])('a statement %s', (_name, rest, holds) => {
  expect(judged([rest]).pass).toBe(holds);
});

test.each<[string, Partial<VexStatement>[], boolean]>([
  [
    'takes an earlier one back',
    [{ timestamp: '2026-06-02T00:00:00.000Z', status: 'affected' }, {}],
    false,
  ],
  [
    'replaces an earlier one',
    [{}, { timestamp: '2026-05-01T00:00:00Z', status: 'affected' }],
    true,
  ],
  ['of the same time is the last in the file', [{ status: 'affected' }, {}], true],
])('the latest statement %s', (_name, statements, holds) => {
  expect(judged(statements).pass).toBe(holds);
});

test('a finding without a package URL is reached through the image alone', () => {
  const { purl: _, ...found } = FOUND;
  expect(judged([{ products: [product('pkg:deb/debian/libfoo')] }], found).pass).toBe(false);
  expect(judged([{}], found).pass).toBe(true);
});

test('a known exploit that does no harm here is no violation', () => {
  const found = unfixed('low', { ...FOUND, kev: true });
  expect(judged([{}], found)).toMatchObject({ pass: true, suppressed: [{ finding: found }] });
});
