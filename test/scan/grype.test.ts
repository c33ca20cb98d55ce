import { expect, test } from 'vitest';
import { parseGrype } from '../../src/scan/grype.ts';
import { grypeName, grypeType, grypeVersion } from '../../src/scan/grype-words.ts';
import { recordedGrype, recordedGrypeJson } from './recorded-grype.ts';

test('reads the image, the system, the date of the database and all packages', () => {
  const report = recordedGrype('alpine-go');
  expect(report.scanner).toEqual({ name: 'grype', version: '0.118.0' });
  expect(report.image.configDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(report.image.diffIds).toHaveLength(2);
  expect(report.os).toEqual({ family: 'alpine', version: '3.20.3', endOfLife: false });
  expect(report.databaseBuilt).toMatch(/^2026-11-25T/);
  const packages = report.packages.map((p) => `${p.class} ${p.type} ${p.name} ${p.version}`);
  expect(packages).toHaveLength(16);
  expect(packages).toEqual(
    expect.arrayContaining([
      'os alpine musl 1.2.5-r0',
      'app gobinary golang.org/x/text v0.3.5',
      'app gobinary stdlib v1.26.8',
    ]),
  );
});

test('a finding of the system has no path, as its package is in a database', () => {
  const report = recordedGrype('alpine-go');
  expect(report.findings.find((f) => f.package === 'libssl3')).toEqual({
    id: 'CVE-2024-9143',
    aliases: [],
    package: 'libssl3',
    version: '3.3.2-r0',
    purl: 'pkg:apk/alpine/libssl3@3.3.2-r0?arch=x86_64&distro=alpine-3.20.3&upstream=openssl',
    severity: 'medium',
    cvss: 4.3,
    fixedVersion: '3.3.2-r3',
    title: 'Low-level invalid GF(2^m) parameters lead to OOB memory access',
    url: 'https://security.alpinelinux.org/vuln/CVE-2024-9143',
    type: 'alpine',
    layer: report.image.diffIds[0],
    scanner: 'grype',
  });
});

test('an advisory of another name goes by its CVE, and keeps its own as an alias', () => {
  const report = recordedGrype('alpine-go');
  expect(report.findings[0]).toMatchObject({
    id: 'CVE-2021-38561',
    aliases: ['GHSA-ppp9-7jff-5vj2', 'GO-2021-0113'],
    package: 'golang.org/x/text',
    fixedVersion: '0.3.7',
    severity: 'high',
    type: 'gobinary',
    path: 'app/server',
    layer: report.image.diffIds[1],
  });
});

test('two records of one vulnerability of one package are one finding with all names', () => {
  const [json, packages] = recordedGrypeJson('alpine-go');
  const report = JSON.parse(json);
  const first = report.matches.find(
    (m: { vulnerability: { id: string } }) => m.vulnerability.id === 'GO-2021-0113',
  );
  const again = structuredClone(first);
  again.vulnerability.id = 'GHSA-ppp9-7jff-5vj2';
  again.relatedVulnerabilities = [{ id: 'CVE-2021-38561' }, { id: 'SNYK-1' }];
  report.matches.push(again);
  const parsed = parseGrype(JSON.stringify(report), packages);
  const findings = parsed.ok ? parsed.value.findings : [];
  expect(findings).toHaveLength(recordedGrype('alpine-go').findings.length);
  expect(findings[0]?.aliases).toEqual(['GHSA-ppp9-7jff-5vj2', 'GO-2021-0113', 'SNYK-1']);
});

function withFirst(change: (vulnerability: Record<string, unknown>) => void) {
  const [json, packages] = recordedGrypeJson('distroless-node');
  const report = JSON.parse(json);
  change(report.matches[0].vulnerability);
  const parsed = parseGrype(JSON.stringify(report), packages);
  return parsed.ok ? parsed.value.findings[0] : undefined;
}

test('reads what is exploited, how likely, and since when there is a fix', () => {
  const [likely, exploited] = recordedGrype('exploited-go').findings;
  expect(likely).toMatchObject({ id: 'CVE-2021-38561', epss: 0.61, fixDate: '2026-11-22' });
  expect(likely?.kev).toBeUndefined();
  expect(exploited).toMatchObject({ id: 'CVE-2022-32149', kev: true, fixDate: '2026-11-22' });
  expect(exploited?.epss).toBeUndefined();
});

test('exploits and scores of the CVE behind an advisory count as its own', () => {
  const [json, packages] = recordedGrypeJson('alpine-go');
  const report = JSON.parse(json);
  const [match] = report.matches;
  const score = { version: '3.1', metrics: { baseScore: 9.8 } };
  const epss = [{ cve: 'CVE-2021-38561', epss: 0.9, percentile: 1, date: '2026-11-24' }];
  const knownExploited = [{ cve: 'CVE-2021-38561', knownRansomwareCampaignUse: 'unknown' }];
  match.relatedVulnerabilities = [{ id: 'CVE-2021-38561', cvss: [score], epss, knownExploited }];
  const parsed = parseGrype(JSON.stringify(report), packages);
  const found = parsed.ok ? parsed.value.findings[0] : undefined;
  expect(found).toMatchObject({ id: 'CVE-2021-38561', cvss: 9.8, epss: 0.9, kev: true });
});

test.each([
  ['of several fixes the first', ['2024-02-14', '2024-02-13', '2024-03-01'], '2024-02-13'],
  ['a day with a time', ['2024-02-14T08:00:00Z'], '2024-02-14'],
  ['no day', [], undefined],
  ['a word', ['unknown'], undefined],
])('the day of a fix: %s', (_name, dates, day) => {
  const found = withFirst((vulnerability) => {
    const available = dates.map((date) => ({ version: '18.19.1', date, kind: 'advisory' }));
    Object.assign(vulnerability['fix'] as object, { available });
  });
  expect(found?.fixDate).toBe(day);
});

test('a program that no package manager owns is a package, with its file', () => {
  const { packages, findings } = recordedGrype('distroless-node');
  const node = { name: 'node', version: '18.19.0', class: 'app', type: 'binary', path: 'app/node' };
  const cpe = 'cpe:2.3:a:nodejs:node.js:18.19.0:*:*:*:*:*:*:*';
  expect(packages).toContainEqual({ ...node, purl: 'pkg:generic/node@18.19.0', cpe });
  expect(findings).toMatchObject([
    { id: 'CVE-2024-22019', package: 'node', severity: 'high', type: 'binary', path: 'app/node' },
  ]);
});

test('the end of life of a distribution is an alert of its packages', () => {
  const [json, packages] = recordedGrypeJson('alpine-go');
  const report = JSON.parse(json);
  report.alertsByPackage = [{ package: {}, alerts: [{ type: 'distro-eol', message: 'x' }] }];
  const parsed = parseGrype(JSON.stringify(report), packages);
  expect(parsed.ok && parsed.value.os?.endOfLife).toBe(true);
});

test('no system is no system, and not one without a name', () => {
  const [json, packages] = recordedGrypeJson('alpine-go');
  const parsed = parseGrype(
    JSON.stringify({ ...JSON.parse(json), distro: { name: '' } }),
    packages,
  );
  expect(parsed.ok && parsed.value).not.toHaveProperty('os');
});

const [JSON_TEXT, PACKAGES] = recordedGrypeJson('alpine-go');
const changed = (change: (report: Record<string, never>) => void) => {
  const report = JSON.parse(JSON_TEXT);
  change(report);
  return JSON.stringify(report);
};

test.each<[what: string, report: string, packages: string, message: string]>([
  ['nothing', '', PACKAGES, 'Grype wrote an empty report'],
  ['no list', JSON_TEXT, ' \n', 'Grype wrote an empty list of packages'],
  ['half a report', JSON_TEXT.slice(0, 900), PACKAGES, 'are not complete JSON'],
  ['half a list', JSON_TEXT, PACKAGES.slice(0, 900), 'are not complete JSON'],
  ['an empty object', '{}', PACKAGES, 'is not one of Grype 0.118 at matches'],
  ['null', 'null', PACKAGES, 'is not one of Grype 0.118 at its top level'],
  ["Trivy's", '{"SchemaVersion":2,"Results":[]}', PACKAGES, 'is not one of Grype 0.118 at matches'],
  [
    'matches that are null',
    changed((r) => Object.assign(r, { matches: null })),
    PACKAGES,
    'at matches',
  ],
  [
    'a folder, not an image',
    changed((r) => Object.assign(r, { source: { type: 'directory', target: '/tmp' } })),
    PACKAGES,
    'at source.type',
  ],
  ['the list of another format', JSON_TEXT, '{"bomFormat":"SPDX"}', 'at bomFormat'],
  [
    'the list of another image',
    JSON_TEXT,
    recordedGrypeJson('distroless-node')[1],
    "Grype's list of packages is of the image sha256:",
  ],
])('%s is no report', (_what, report, packages, message) => {
  const parsed = parseGrype(report, packages);
  expect(parsed.ok).toBe(false);
  const [diagnostic] = parsed.ok ? [] : parsed.diagnostics;
  expect(diagnostic?.code).toBe('scan/bad-output');
  expect(diagnostic?.message).toContain(message);
});

test('its words become those that findings have', () => {
  expect(grypeType('deb', 'debian')).toEqual({ class: 'os', type: 'debian' });
  expect(grypeType('deb', '')).toEqual({ class: 'os', type: 'deb' });
  expect(grypeType('java-archive', 'debian')).toEqual({ class: 'app', type: 'jar' });
  expect(grypeType('nix', '')).toEqual({ class: 'app', type: 'nix' });
  const purl = 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1';
  expect(grypeName('log4j-core', 'java-archive', purl)).toBe('org.apache.logging.log4j:log4j-core');
  expect(grypeName('log4j-core', 'java-archive', '')).toBe('log4j-core');
  expect(grypeVersion('go1.26.8', 'go-module')).toBe('v1.26.8');
  expect(grypeVersion('(devel)', 'go-module')).toBe('');
  expect(grypeVersion('go1', 'npm')).toBe('go1');
});
