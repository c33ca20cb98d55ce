import { expect, test } from 'vitest';
import { joinParts } from '../../src/scan/join-parts.ts';
import type { Finding, ScanReport, SeenPackage } from '../../src/scan/types.ts';

const WHOLE = { configDigest: 'sha256:whole', diffIds: ['sha256:1', 'sha256:2', 'sha256:3'] };
const OPENSSL: SeenPackage = { name: 'openssl', version: '3', class: 'os', type: 'debian' };
const TEXT: SeenPackage = { name: 'text', version: 'v1', class: 'app', type: 'gobinary' };

function finding({ name, version, type }: SeenPackage): Finding {
  const known = { id: `CVE-${name}`, aliases: [], package: name, version, type };
  return { ...known, severity: 'high', scanner: 'grype' };
}

function part(name: string, diffIds: string[], seen: SeenPackage, said: Partial<ScanReport> = {}) {
  const image = { configDigest: `sha256:${name}`, diffIds };
  const report: ScanReport = {
    scanner: { name: 'grype', version: '1' },
    image,
    packages: [seen],
    findings: [finding(seen)],
    ...said,
  };
  return { report, image };
}

const OS = { family: 'debian', version: '13', endOfLife: false };
const BASE = part('base', ['sha256:1', 'sha256:2'], OPENSSL, { os: OS, databaseBuilt: 'today' });
const APP = part('app', ['sha256:3'], TEXT, { databaseBuilt: 'today' });

test('two parts that were scanned are the image', () => {
  expect(joinParts([BASE, APP], WHOLE)).toEqual({
    scanner: { name: 'grype', version: '1' },
    image: WHOLE,
    os: OS,
    databaseBuilt: 'today',
    packages: [OPENSSL, TEXT],
    findings: [finding(OPENSSL), finding(TEXT)],
  });
});

test.each([
  ['another image', { configDigest: 'sha256:other', diffIds: ['sha256:3'] }],
  ['an image with a layer less', { configDigest: 'sha256:app', diffIds: [] }],
])('a report of %s is no proof of the whole', (_what, image) => {
  const app = { ...APP, report: { ...APP.report, image } };
  expect(joinParts([BASE, app], WHOLE)?.image).toEqual(image);
});

test('another scanner or database in one of the parts stays visible', () => {
  const said = { scanner: { name: 'grype', version: '0' }, databaseBuilt: 'yesterday' };
  const app = part('app', ['sha256:3'], TEXT, said);
  expect(joinParts([BASE, app], WHOLE)).toMatchObject(said);
});

test('packages of a system in the app need the whole image', () => {
  expect(joinParts([BASE, part('app', ['sha256:3'], OPENSSL)], WHOLE)).toBeUndefined();
  expect(joinParts([BASE, part('app', ['sha256:3'], TEXT, { os: OS })], WHOLE)).toBeUndefined();
});
