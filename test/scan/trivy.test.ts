import { expect, test } from 'vitest';
import { parseTrivy } from '../../src/scan/trivy.ts';
import { recorded, recordedJson } from './recorded.ts';

test('reads the image, the system and all packages of all results', () => {
  const report = recorded('debian12-go');
  expect(report.scanner).toEqual({ name: 'trivy', version: '0.74.0' });
  expect(report.image.configDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(report.image.diffIds).toHaveLength(2);
  expect(report.os).toEqual({ family: 'debian', version: '12.0', endOfLife: false });
  expect(report.packages.map((p) => `${p.class} ${p.type} ${p.name} ${p.version}`)).toEqual([
    'os debian base-files 12.4+deb12u5',
    'os debian docker-ce-cli 2.1.0-1',
    'app gobinary example.com/orders ',
    'app gobinary golang.org/x/text v0.3.5',
    'os debian libc6 2.36-9',
    'os debian libssl3 3.0.9-1',
    'app gobinary stdlib v1.26.8',
    'os debian tzdata 2024a-0+deb12u1',
    'os debian zlib1g 1:1.2.13.dfsg-1',
  ]);
  expect(report.packages.filter((p) => p.thirdParty).map((p) => p.name)).toEqual(['docker-ce-cli']);
});

test('reads every field of a finding of the system', () => {
  const report = recorded('debian12-go');
  expect(report.findings[0]).toEqual({
    id: 'CVE-2023-6246',
    aliases: [],
    package: 'libc6',
    version: '2.36-9',
    purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12.0',
    severity: 'high',
    cvss: 8.4,
    fixedVersion: '2.36-9+deb12u4',
    title: 'Glibc: heap-based buffer overflow in __vsyslog_internal()',
    url: 'https://avd.aquasec.com/nvd/cve-2023-6246',
    type: 'debian',
    layer: report.image.diffIds[0],
    scanner: 'trivy',
  });
});

test('takes aliases, the binary as path and the layer of an app finding', () => {
  const report = recorded('debian12-go');
  const finding = report.findings.find((f) => f.id === 'CVE-2021-38561');
  expect(finding).toMatchObject({
    aliases: ['GHSA-ppp9-7jff-5vj2', 'GO-2021-0113'],
    package: 'golang.org/x/text',
    fixedVersion: '0.3.7',
    severity: 'unknown',
    path: 'app/orders',
    layer: report.image.diffIds[1],
  });
});

test('takes the metadata file as path of a Python package', () => {
  const { packages, findings } = recorded('debian13-python');
  const path = 'app/lib/python3.13/site-packages/Jinja2-2.10.dist-info/METADATA';
  expect(packages.find((p) => p.name === 'Jinja2')?.path).toBe(path);
  expect(findings.find((f) => f.package === 'Jinja2')?.path).toBe(path);
});

test('orders findings by severity, then by id', () => {
  const order = recorded('debian12-go').findings.map((f) => `${f.severity} ${f.id}`);
  expect(order.slice(0, 7)).toEqual([
    'high CVE-2023-6246',
    'high CVE-2024-2961',
    'high CVE-2025-15467',
    'high CVE-2026-45447',
    'medium CVE-2023-5363',
    'medium CVE-2024-6119',
    'low CVE-2023-2975',
  ]);
});

test('says when a system is past its end of life, and when there is none', () => {
  expect(recorded('debian8-old').os).toEqual({
    family: 'debian',
    version: '8.11',
    endOfLife: true,
  });
  expect(recorded('scratch-go').os).toBeUndefined();
  expect(recorded('empty')).toMatchObject({ packages: [], findings: [] });
});

const RESULT = { Target: 'app', Class: 'lang-pkgs', Type: 'gobinary' };
const VULNERABILITY = { VulnerabilityID: 'CVE-1', PkgName: 'a', InstalledVersion: '1' };

function withFinding(fields: object): string {
  return JSON.stringify({
    SchemaVersion: 2,
    Trivy: { Version: '0.74.0' },
    Metadata: { ImageID: 'sha256:1', DiffIDs: [] },
    Results: [{ ...RESULT, Vulnerabilities: [{ ...VULNERABILITY, ...fields }] }],
  });
}

test.each([
  ['CRITICAL', 'critical'],
  ['High', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
  ['UNKNOWN', 'unknown'],
  ['constructor', 'unknown'],
  [undefined, 'unknown'],
])('reads severity %s as %s', (Severity, severity) => {
  const result = parseTrivy(withFinding({ Severity }), '');
  expect(result).toMatchObject({ ok: true, value: { findings: [{ severity }] } });
});

test('a release that Trivy has no advisories for is told by its log alone', () => {
  const log = 'WARN\tThis OS version is not on the EOL list\tfamily="debian" version="99"\n';
  const parsed = parseTrivy(recordedJson('debian13-clean'), log);
  expect(parsed.ok && parsed.value.os).toMatchObject({ family: 'debian', unknown: true });
});

test('the root of a workspace is no package, and one without a name is no report', () => {
  const withPackage = (one: object) =>
    parseTrivy(
      JSON.stringify({
        ...JSON.parse(withFinding({})),
        Results: [{ ...RESULT, Packages: [one, { Name: 'api', Version: '0.1.0' }] }],
      }),
      '',
    );
  const root = withPackage({ ID: 'fc38', Relationship: 'root', DependsOn: ['api@0.1.0'] });
  expect(root.ok && root.value.packages.map(({ name }) => name)).toEqual(['api']);
  expect(withPackage({ ID: 'fc38', Relationship: 'direct' }).ok).toBe(false);
});

test('of a secret the place and the kind are read, and nothing else', () => {
  const secret = { Title: 'Private Key', StartLine: 2, Match: '***', Code: { Lines: [] } };
  const json = JSON.stringify({
    ...JSON.parse(withFinding({})),
    Results: [
      { Target: '/app/key.pem', Class: 'secret', Secrets: [secret] },
      { Target: 'shop:1 (debian 13.8)', Class: 'secret', Secrets: [{ ...secret, StartLine: 9 }] },
    ],
  });
  const parsed = parseTrivy(json, '');
  expect(parsed.ok && parsed.value.secrets).toEqual([
    { path: '/app/key.pem', line: 2, title: 'Private Key' },
    { line: 9, title: 'Private Key' },
  ]);
});

test('takes the highest CVSS v3 score of all sources', () => {
  const CVSS = { nvd: { V3Score: 7.5 }, ghsa: { V3Score: 9.1 }, redhat: { V2Score: 10 } };
  const result = parseTrivy(withFinding({ CVSS }), '');
  expect(result).toMatchObject({ ok: true, value: { findings: [{ cvss: 9.1 }] } });
});

test('leaves out what an advisory does not say', () => {
  const result = parseTrivy(
    withFinding({ CVSS: { redhat: { V2Score: 10 } }, FixedVersion: '' }),
    '',
  );
  expect(result.ok && Object.keys(result.value.findings[0] ?? {})).toEqual([
    'id',
    'aliases',
    'package',
    'version',
    'severity',
    'type',
    'path',
    'scanner',
  ]);
});

const whole = recordedJson('debian13-clean');
const parsed = JSON.parse(whole) as Record<string, unknown>;

test.each([
  ['nothing', '', 'the scanner printed nothing'],
  ['white space', ' \n', 'the scanner printed nothing'],
  ['text', 'FATAL error', 'not complete JSON'],
  ['half a report', whole.slice(0, whole.length / 2), 'not complete JSON'],
  ['null', 'null', 'its top level'],
  ['a list', '[]', 'its top level'],
  ['another schema version', JSON.stringify({ ...parsed, SchemaVersion: 3 }), 'at SchemaVersion'],
  ['no metadata', JSON.stringify({ ...parsed, Metadata: undefined }), 'at Metadata'],
  ['no image id', JSON.stringify({ ...parsed, Metadata: {} }), 'at Metadata.ImageID'],
  ['no scanner version', JSON.stringify({ ...parsed, Trivy: {} }), 'at Trivy.Version'],
  ['results of another kind', JSON.stringify({ ...parsed, Results: {} }), 'at Results'],
  [
    'a finding without an id',
    withFinding({ VulnerabilityID: undefined }),
    'at Results.0.Vulnerabilities.0.VulnerabilityID',
  ],
])('refuses %s', (_name, json, message) => {
  const result = parseTrivy(json, '');
  expect(result).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'scan/bad-output', message: expect.stringContaining(message) }],
  });
});
