import { expect, test } from 'vitest';
import { joinReports } from '../../src/scan/join.ts';
import type { Finding, ScanReport, SeenPackage } from '../../src/scan/types.ts';
import { recordedGrype } from './recorded-grype.ts';

const FINDING: Finding = {
  id: 'CVE-2026-1',
  aliases: [],
  package: 'golang.org/x/text',
  version: 'v0.3.5',
  severity: 'high',
  type: 'gobinary',
  path: 'app/server',
  scanner: 'trivy',
};
const TEXT: SeenPackage = {
  name: 'golang.org/x/text',
  version: 'v0.3.5',
  class: 'app',
  type: 'gobinary',
  path: 'app/server',
};

function report(name: string, findings: Partial<Finding>[], packages = [TEXT]): ScanReport {
  return {
    scanner: { name, version: '1' },
    image: { configDigest: 'sha256:1', diffIds: [] },
    packages,
    findings: findings.map((one) => ({ ...FINDING, ...one, scanner: name })),
  };
}

test('one scanner is what it says', () => {
  const only = recordedGrype('alpine-go');
  const { findings, packages, disagreements } = joinReports([only]);
  expect(findings).toEqual(only.findings.map((one) => ({ ...one, scanners: ['grype'] })));
  expect(packages).toEqual(only.packages);
  expect(disagreements).toEqual([]);
});

test('what both report is one finding, by any of its names', () => {
  const { findings, disagreements } = joinReports([
    report('trivy', [{ aliases: ['GHSA-1'], title: 'of Trivy', cvss: 7 }]),
    report('grype', [{ id: 'GHSA-1', aliases: ['GO-1'], title: 'of Grype', cvss: 8 }]),
  ]);
  expect(findings).toMatchObject([
    { id: 'CVE-2026-1', title: 'of Trivy', scanner: 'trivy', scanners: ['trivy', 'grype'] },
  ]);
  expect(findings[0]).toMatchObject({ aliases: ['GHSA-1', 'GO-1'], cvss: 8 });
  expect(disagreements).toEqual([]);
});

test('the day of a fix is the first that any of them knows', () => {
  const { findings } = joinReports([
    report('trivy', [{ fixedVersion: '0.3.8' }]),
    report('grype', [{ fixedVersion: '0.3.7', fixDate: '2026-06-10' }]),
  ]);
  expect(findings).toMatchObject([{ fixedVersion: '0.3.8', fixDate: '2026-06-10' }]);
});

test('what is known to be exploited is so whoever says it, at the higher probability', () => {
  const { findings } = joinReports([
    report('trivy', [{ epss: 0.2 }]),
    report('grype', [{ kev: true, epss: 0.4 }]),
  ]);
  expect(findings).toMatchObject([{ scanner: 'trivy', kev: true, epss: 0.4 }]);
});

test.each([
  ['a v before the version', {}, { version: '0.3.5' }],
  [
    'a standard library',
    { package: 'stdlib', version: 'v1.24.4' },
    { package: 'stdlib', version: '1.24.4' },
  ],
  [
    'a Python name',
    { type: 'python-pkg', package: 'typing_extensions', version: '4.0' },
    { type: 'python-pkg', package: 'typing-extensions', version: '4.0' },
  ],
  ['no path', {}, { path: undefined as never }],
])('packages that are the same are one: %s', (_what, trivy, grype) => {
  const { findings } = joinReports([report('trivy', [trivy]), report('grype', [grype])]);
  expect(findings).toHaveLength(1);
});

test.each([
  ['another package', { package: 'golang.org/x/net' }],
  ['another version', { version: 'v0.3.6' }],
  ['another ecosystem', { type: 'node-pkg' }],
  ['another vulnerability', { id: 'CVE-2026-2' }],
])('%s is another finding', (_what, grype) => {
  const { findings } = joinReports([report('trivy', [{}]), report('grype', [grype])]);
  expect(findings.map(({ scanners }) => scanners)).toHaveLength(2);
});

test('a package at two paths keeps both, each with its own', () => {
  const paths = [{ path: 'a/server' }, { path: 'b/server' }];
  const { findings } = joinReports([report('trivy', paths), report('grype', paths.toReversed())]);
  expect(findings.map(({ path, scanners }) => [path, scanners])).toEqual([
    ['a/server', ['trivy', 'grype']],
    ['b/server', ['trivy', 'grype']],
  ]);
});

test('the worse severity counts, and a fix that one of them knows', () => {
  const { findings, disagreements } = joinReports([
    report('trivy', [{ severity: 'low' }]),
    report('grype', [{ severity: 'critical', fixedVersion: '0.3.7' }]),
  ]);
  expect(findings).toMatchObject([{ severity: 'critical', fixedVersion: '0.3.7' }]);
  expect(disagreements).toMatchObject([
    { about: 'severity', says: { trivy: 'low', grype: 'critical' } },
  ]);
});

test('an unknown severity contradicts nobody', () => {
  const { findings, disagreements } = joinReports([
    report('trivy', [{ severity: 'unknown' }]),
    report('grype', [{ severity: 'low' }]),
  ]);
  expect(findings).toMatchObject([{ severity: 'low' }]);
  expect(disagreements).toEqual([]);
});

test('other fixed versions are named; those of one spelling are not', () => {
  const fix = (fixedVersion: string) => [{ fixedVersion }];
  const joined = (other: string) =>
    joinReports([report('trivy', fix('0.3.7')), report('grype', fix(other))]);
  expect(joined('v0.3.7').disagreements).toEqual([]);
  expect(joined('0.3.8').disagreements).toEqual([
    {
      id: 'CVE-2026-1',
      package: 'golang.org/x/text',
      version: 'v0.3.5',
      about: 'fixedVersion',
      says: { trivy: '0.3.7', grype: '0.3.8' },
      cause: 'their databases name different fixed versions',
    },
  ]);
  expect(joined('0.3.8').findings[0]?.fixedVersion).toBe('0.3.7');
});

test.each<[cause: string, finding: Partial<Finding>, seen: SeenPackage[]]>([
  ['trivy saw the package, and its database has no entry for this version', {}, [TEXT]],
  ['trivy saw the package as v0.4.0', {}, [{ ...TEXT, version: 'v0.4.0' }]],
  ['trivy saw no package of this name', {}, []],
  [
    'no package manager owns this program, and trivy does not read what is in it',
    { type: 'binary', package: 'node', version: '18.19.0' },
    [TEXT],
  ],
])('what only one reports is listed: %s', (cause, finding, seen) => {
  const { findings, disagreements } = joinReports([
    report('trivy', [], seen),
    report('grype', [finding]),
  ]);
  expect(findings).toMatchObject([{ scanner: 'grype', scanners: ['grype'] }]);
  expect(disagreements).toMatchObject([
    { about: 'finding', says: { grype: 'high', trivy: 'not reported' }, cause },
  ]);
});

test('packages are those that any scanner saw, each once', () => {
  const node = { name: 'node', version: '18.19.0', class: 'app' as const, type: 'binary' };
  const { packages } = joinReports([
    report('trivy', [], [TEXT]),
    report('grype', [], [{ ...TEXT, version: '0.3.5' }, node]),
  ]);
  expect(packages).toEqual([TEXT, node]);
});
