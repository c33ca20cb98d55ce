import type { Policy } from '../../src/plan/types.ts';
import type { Baseline } from '../../src/policy/delta.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { RunReport } from '../../src/report/types.ts';
import type { Coverage, Finding } from '../../src/scan/types.ts';
import { WHOLE } from '../inspect/whole-ledger.ts';
import { recorded } from '../scan/recorded.ts';

const hex = (digit: string) => `sha256:${digit.repeat(64)}`;
const TODAY = '2026-06-15';

interface Run {
  findings?: Finding[];
  policy?: Partial<Policy>;
  coverage?: Partial<Coverage>;
  image?: Partial<RunReport['image']>;
  checks?: RunReport['checks'];
  baseline?: Baseline;
}

function runOf({
  findings = [],
  policy = {},
  coverage: given = {},
  image = {},
  ...more
}: Run): RunReport {
  const coverage: Coverage = {
    os: { family: 'debian', version: '13.2' },
    packages: { expected: 34, seen: 34, missing: [] },
    files: WHOLE,
    gaps: [],
    ...given,
  };
  const checks = more.checks ?? [
    { id: 'runs-as-non-root', pass: true, evidence: 'User is 65532' },
    { id: 'no-shell', pass: true, evidence: 'no shell in any bin folder' },
  ];
  const size = { compressed: 8_123_456, uncompressed: 21_345_678 };
  const verdict = evaluate(
    { preset: 'balanced', vulnerabilities: {}, ignore: [], ...policy },
    {
      findings,
      scanners: ['trivy', 'grype'],
      layers: (['base', 'dependencies', 'app'] as const).map((kind) => ({
        diffId: DIFF_IDS[kind],
        kind,
      })),
      ...(more.baseline && { baseline: more.baseline }),
      image: { name: 'orders', digest: hex('a') },
      checks,
      coverage,
      size: size.uncompressed,
      packages: coverage.packages.seen,
      smoke: [],
    },
    TODAY,
  );
  const layer = (kind: 'base' | 'dependencies' | 'app', digit: string, bytes: number) => ({
    digest: hex(digit),
    diffId: DIFF_IDS[kind],
    size: bytes,
    uncompressed: bytes * 2,
    kind,
  });
  return {
    schemaVersion: 1,
    spec: 'hardening.yaml',
    plan: { digest: hex('1') },
    toolchain: { ref: 'docker.io/library/golang:1.24', digest: hex('2') },
    image: {
      name: 'orders',
      digest: hex('a'),
      configDigest: hex('b'),
      layout: '.harden/image',
      size,
      layers: [
        layer('base', '3', 3_100_000),
        layer('dependencies', '4', 4_000_000),
        layer('app', '5', 1_023_456),
      ],
      platform: 'linux/amd64',
      base: { kind: 'debian', ref: 'debian:trixie', digest: hex('c') },
      ...image,
    },
    checks,
    coverage,
    smoke: [],
    scanners: [
      {
        name: 'trivy',
        version: '0.74.0',
        database: {
          ref: 'registry.example/trivy-db:2',
          digest: hex('d'),
          updatedAt: '2026-06-14T06:00:00Z',
        },
      },
    ],
    findings,
    verdict,
    timings: { resolve: 120, build: 2100, scan: 900 },
    reports: { json: '.harden/report.json', scan: '.harden/trivy.json' },
    diagnostics: [],
  };
}

const DIFF_IDS = { base: hex('7'), dependencies: hex('8'), app: hex('9') };

/** Findings of recorded scans, laid into the layers of the example image. */
function findingsOf(name: string, kind: keyof typeof DIFF_IDS, wanted: (f: Finding) => boolean) {
  return recorded(name)
    .findings.filter(wanted)
    .map((f) => ({ ...f, layer: DIFF_IDS[kind] }));
}

const python = findingsOf('debian13-python', 'dependencies', (f) => f.package !== 'PyYAML');
const go = findingsOf('debian12-go', 'app', (f) => f.type === 'gobinary').map((f) => ({
  ...f,
  severity: 'high' as const,
}));
const os = findingsOf('debian12-go', 'base', (f) => f.id === 'CVE-2023-6246');
const unfixed: Finding = {
  id: 'CVE-2026-1',
  aliases: [],
  package: 'libc6',
  version: '2.41-12',
  severity: 'critical',
  type: 'debian',
  layer: DIFF_IDS.base,
  scanner: 'trivy',
};
const at = (line: number) => ({ file: 'hardening.yaml', line, column: 7, length: 13 });

const ACCEPTED = {
  reason: 'the parser is never given a language tag from outside',
  owner: 'platform-team',
};

export const RUNS: Record<string, RunReport> = {
  pass: runOf({}),
  'fail-fixable': runOf({ findings: [...go, ...os, ...python, unfixed] }),
  ignored: runOf({
    findings: go,
    policy: {
      ignore: [
        {
          id: 'CVE-2022-32149',
          package: 'golang.org/x/text',
          until: '2026-12-31',
          ...ACCEPTED,
          origin: at(14),
        },
        { id: 'GO-2021-0113', until: '2026-06-20', ...ACCEPTED, origin: at(18) },
        { id: 'CVE-2019-0001', until: '2026-12-31', ...ACCEPTED, origin: at(21) },
      ],
    },
  }),
  graced: runOf({
    findings: go.map((f, i) => ({ ...f, fixDate: i === 0 ? '2026-06-12' : '2026-06-01' })),
    policy: { grace: { high: 7 } },
  }),
  accepted: runOf({
    checks: [
      {
        id: 'no-shell',
        pass: false,
        evidence: '/bin/sh, /bin/ash',
        paths: ['/bin/sh', '/bin/ash'],
      },
    ],
    policy: {
      accept: [
        {
          check: 'no-shell',
          path: '/bin/sh',
          until: '2026-12-31',
          reason: 'the vendor starts it with a script',
          owner: 'platform-team',
          origin: at(14),
        },
      ],
    },
  }),
  vex: runOf({
    findings: go,
    policy: {
      vex: [
        {
          file: 'security/orders.openvex.json',
          id: 'https://example.com/vex/1',
          author: 'Security',
          statements: go.map(({ id }, i) => ({
            names: [id],
            products: [{ ids: [i === 0 ? 'pkg:oci/orders' : 'pkg:oci/another'], parts: [] }],
            status: 'not_affected' as const,
            justification: 'vulnerable_code_not_in_execute_path',
            timestamp: '2026-06-01T00:00:00.000Z',
          })),
          origin: at(14),
        },
      ],
    },
  }),
  baseline: runOf({
    findings: go,
    baseline: { findings: go.slice(0, 1), layers: [] },
  }),
  exploited: runOf({
    findings: [
      ...go.map((f, i) => ({ ...f, epss: 0.61 - i / 2, fixDate: '2026-06-12' })),
      { ...unfixed, severity: 'low', kev: true },
    ],
    policy: { grace: { high: 7 }, epss: 0.5, cvss: 9 },
  }),
  'ignore-expired': runOf({
    findings: go.slice(0, 1),
    policy: {
      size: 20_000_000,
      ignore: [{ id: 'CVE-2021-38561', until: '2026-06-14', ...ACCEPTED, origin: at(14) }],
    },
  }),
  'coverage-gap': runOf({
    coverage: {
      packages: {
        expected: 34,
        seen: 31,
        missing: ['libc6 2.41-12', 'jinja2 3.1.4', 'tzdata 2025b-4'],
      },
      gaps: ['3 of 34 base packages were not seen: libc6 2.41-12, jinja2 3.1.4, tzdata 2025b-4'],
    },
  }),
  scratch: runOf({
    coverage: {},
    image: { base: { kind: 'scratch', ref: '', digest: '' }, layers: [] },
  }),
  hostile: runOf({
    findings: [
      {
        ...unfixed,
        id: 'CVE-2026-2\u001b[2J',
        package: 'lib\u202egnp',
        version: '1\r\n0 findings',
        fixedVersion: '2\u0007',
        path: 'app/\u200bzero\u009b31m',
        type: 'python-pkg',
      },
    ],
    image: { name: 'orders\u001b]0;owned\u0007' },
  }),
};

/** @throws where no run has this name. */
export function runNamed(name: string): RunReport {
  const run = RUNS[name];
  if (!run) throw new Error(`there is no run ${name}`);
  return run;
}
