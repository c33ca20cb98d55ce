import type { RunReport } from '../../../src/report/types.ts';
import type { Finding } from '../../../src/scan/types.ts';

const hex = (digit: string) => `sha256:${digit.repeat(64)}`;
const at = { file: 'hardening.yaml', line: 4, column: 3, length: 5 };
const day = '2026-12-31';
const exception = { until: day, reason: 'not reached', owner: 'platform', origin: at };

function finding(i: number, rest: Partial<Finding> = {}): Finding {
  return {
    ...{ id: `CVE-2026-100${i}`, aliases: [`GHSA-${i}`], package: `lib${i}`, version: `1.${i}` },
    ...{ purl: `pkg:deb/debian/lib${i}@1.${i}`, severity: i % 2 ? 'high' : 'critical', cvss: 9.1 },
    ...{ epss: 0.1, fixedVersion: `2.${i}`, fixDate: '2026-06-01', title: `A flaw ${i}` },
    ...{
      url: `https://avd.example/${i}`,
      type: 'debian',
      path: `usr/lib/lib${i}.so`,
      layer: hex('7'),
    },
    ...{ scanner: 'trivy', scanners: ['trivy', 'grype'] },
    ...rest,
  };
}

const database = {
  ref: 'registry.example/db:2',
  digest: hex('d'),
  updatedAt: '2026-06-14T06:00:00Z',
};
const findings = [0, 1, 2, 3, 4].map((i) => finding(i));
const [first, second, third, fourth, fifth] = findings as [
  Finding,
  Finding,
  Finding,
  Finding,
  Finding,
];
const bytes = { files: 3, bytes: 900 };
const packages = [0, 1].map((i) => ({
  ...{
    name: `lib${i}`,
    version: `1.${i}`,
    class: 'os' as const,
    type: 'debian',
    path: 'var/lib/dpkg',
  },
  ...{
    purl: `pkg:deb/debian/lib${i}@1.${i}`,
    licences: ['MIT'],
    dependsOn: ['pkg:deb/debian/x@1'],
  },
}));

/** A run that fails, with everything that a report can say of one. */
export const FAILED: RunReport = {
  schemaVersion: 1,
  times: { started: '2026-06-15T08:29:12.000Z', finished: '2026-06-15T08:30:00.000Z' },
  unchanged: { since: '2026-06-15T08:30:00.000Z' },
  spec: 'hardening.yaml',
  plan: { digest: hex('1') },
  toolchain: { ref: 'docker.io/library/golang:1.24', digest: hex('2') },
  rebased: { from: hex('e'), base: hex('f') },
  image: {
    ...{ name: 'orders', digest: hex('a'), configDigest: hex('b'), layout: '.harden/image' },
    size: { compressed: 8_000_000, uncompressed: 21_000_000 },
    layers: [
      { digest: hex('3'), diffId: hex('7'), size: 10, uncompressed: 20, kind: 'base' },
      { digest: hex('4'), diffId: hex('8'), size: 10, uncompressed: 20, kind: 'app' },
    ],
    platform: 'linux/amd64',
    base: {
      ...{ kind: 'debian', ref: 'debian:trixie', digest: hex('c'), endOfLife: '2028-08-09' },
      signature: { state: 'refused', why: 'by somebody else' },
    },
    config: {
      user: '65532',
      entrypoint: ['/app/server'],
      cmd: ['run'],
      workdir: '/app',
      ports: ['80/tcp'],
    },
  },
  libraries: [
    { name: 'libpq.so.5', path: '/usr/lib/libpq.so.5', package: 'libpq5', version: '17' },
  ],
  checks: [
    { id: 'no-shell', pass: false, evidence: 'there is one', paths: ['/bin/sh'] },
    { id: 'exec-form', pass: true, evidence: 'it is' },
    { id: 'no-setuid', pass: false, evidence: 'one file', paths: ['/bin/su'] },
  ],
  coverage: {
    os: { family: 'debian', version: '13.2' },
    packages: { expected: 3, seen: 2, missing: ['libx'] },
    files: {
      ...{ total: 9, attributed: 8, bytes: { total: 999, attributed: 900 } },
      owners: [{ kind: 'package', ...bytes }],
      holdings: [
        { kind: 'package', name: 'lib0', layer: 0, ...bytes },
        { kind: 'dependency', name: 'lib1', layer: 1, ...bytes },
      ],
      unattributed: [{ path: '/opt/x', reason: 'of nobody' }],
      runtimes: [{ name: 'node', version: '24', path: '/usr/bin/node' }],
    },
    scanners: [{ name: 'trivy', packages: { seen: 2, missing: ['libx'] } }],
    gaps: [],
  },
  scanners: [
    { name: 'trivy', version: '0.74.0', database, javaIndex: database, tested: ['debian', 'npm'] },
    { name: 'grype', version: '0.99.0', database },
  ],
  findings,
  packages,
  sources: { files: ['package-lock.json'], packages, findings: [first] },
  disagreements: [
    {
      ...{ id: 'CVE-2026-1001', package: 'lib1', version: '1.1', about: 'severity' },
      ...{ says: { trivy: 'low', grype: 'high' }, cause: 'another source' },
    },
  ],
  smoke: [
    {
      ...{ name: 'GET /healthz', pass: false, evidence: 'no answer', milliseconds: 10, memory: 9 },
      ...{ log: 'line one\nline two', diagnosis: 'it listens elsewhere' },
    },
    { name: 'tcp :80', pass: true, evidence: 'open', milliseconds: 1 },
  ],
  verdict: {
    pass: false,
    violations: [
      { rule: 'vulnerabilities.critical', message: 'one is too many', findings: [first] },
      { rule: 'checks.no-shell', message: 'there is a shell', findings: [] },
      { rule: 'size', message: 'it is too large', findings: [] },
    ],
    ignored: [{ finding: second, ignore: { id: second.id, package: 'lib1', ...exception } }],
    suppressed: [
      {
        finding: third,
        vex: {
          ...{ file: 'vex.json', id: 'urn:x', author: 'somebody', status: 'not_affected' },
          ...{ justification: 'not in the path', timestamp: '2026-06-01T00:00:00Z' },
        },
      },
    ],
    accepted: [
      {
        check: { id: 'no-setuid', pass: false, evidence: 'one file', paths: ['/bin/su'] },
        accept: { check: 'no-setuid', path: '/bin/su', ...exception },
      },
    ],
    graced: [{ finding: fourth, failsFrom: '2026-07-01' }],
    delta: { known: [fifth], added: [{ finding: first, cause: 'new advisory' }] },
    warnings: ['it is old'],
  },
  timings: { scan: 900 },
  reports: { json: '.harden/report.json' },
  diagnostics: [
    {
      ...{ code: 'spec/unknown-key', severity: 'warning', message: 'a key that is none' },
      ...{ span: at, hint: 'remove it', detail: 'more' },
    },
  ],
};

/** One that proves nothing. */
export const UNPROVEN: RunReport = {
  ...FAILED,
  smoke: [],
  smokeNotRun: 'on linux/arm64, because it is another',
  findings: [],
  coverage: { ...FAILED.coverage, gaps: ['the scanner saw no system'] },
  verdict: { pass: true, violations: [], ignored: [], warnings: ['it is old'] },
};
