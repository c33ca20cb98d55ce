import type { LayerHolding } from '../../src/inspect/ledger/types.ts';
import type { RunReport } from '../../src/report/types.ts';
import type { Finding } from '../../src/scan/types.ts';
import { HOSTILE } from './hostile.ts';
import { runNamed } from './runs.ts';

const NAMES = [
  ...['openssl', 'libc6', 'zlib1g', 'libexpat1', 'krb5', 'curl', 'perl-base', 'sqlite3'],
  ...['urllib3', 'jinja2', 'requests', 'cryptography', 'golang.org/x/net', 'stdlib', 'lodash'],
];

const SEVERITIES = [
  'critical',
  'high',
  'high',
  'medium',
  'medium',
  'medium',
  'low',
  'low',
] as const;

/** A run that has everything a report can say, with as many findings as asked for. */
export function richRun(findings: number): RunReport {
  const run = runNamed('fail-fixable');
  const { layers } = run.image;
  const found = Array.from({ length: findings }, (_, i) => findingOf(i, layers[i % 3]?.diffId));
  const [first, second, third] = found;
  const origin = { file: 'hardening.yaml', line: 9, column: 3, length: 3 };
  const accept = { until: '2026-12-31', owner: 'platform-team', reason: 'not reached by the app' };
  return {
    ...run,
    times: { started: '2026-06-15T08:29:12.000Z', finished: '2026-06-15T08:30:00.000Z' },
    findings: found,
    libraries: [
      { name: 'libpq.so.5', path: '/usr/lib/libpq.so.5', package: 'libpq5', version: '17.6-1' },
    ],
    checks: [
      { id: 'runs-as-non-root', pass: true, evidence: 'User is 65532:65532' },
      { id: 'no-shell', pass: false, evidence: '/bin/sh', paths: ['/bin/sh'] },
      { id: 'exec-form', pass: true, evidence: `starts ["${HOSTILE[0]}"]` },
    ],
    coverage: { ...run.coverage, files: { ...run.coverage.files, holdings: holdings() } },
    disagreements: [
      {
        ...{ id: 'CVE-2026-1001', package: 'libc6', version: '2.41-12', about: 'severity' },
        ...{ says: { trivy: 'low', grype: 'high' }, cause: 'Grype takes the score of the NVD' },
      },
    ],
    smoke: [
      {
        ...{ name: 'GET :8080/healthz gives 200', pass: false, evidence: 'no answer in 10 s' },
        ...{ milliseconds: 10_000, diagnosis: 'the program listens on 127.0.0.1 alone' },
        log: `Traceback (most recent call last):\n  File "main.py", line 3\n${HOSTILE.join('\n')}`,
      },
      { name: 'tcp :8080', pass: true, evidence: 'open after 120 ms', milliseconds: 120 },
    ],
    verdict: {
      ...run.verdict,
      pass: false,
      violations: [
        {
          rule: 'vulnerabilities.critical',
          message: `${found.slice(0, 2).length} critical findings with a fix, none are allowed`,
          findings: found.filter(
            ({ severity, fixedVersion }) => severity === 'critical' && fixedVersion,
          ),
        },
        { rule: 'checks.no-shell', message: 'no-shell: /bin/sh', findings: [] },
        { rule: 'smoke', message: '1 of 2 smoke tests failed', findings: [] },
      ],
      ignored: second ? [{ finding: second, ignore: { id: second.id, ...accept, origin } }] : [],
      graced: third ? [{ finding: third, failsFrom: '2026-07-01' }] : [],
      ...(first && { warnings: [`${first.id} is young`] }),
    },
  };
}

function findingOf(i: number, layer = ''): Finding {
  const hostile = i % 7 === 3 ? HOSTILE[((i / 7) % HOSTILE.length) | 0] : undefined;
  return {
    ...{
      id: `CVE-2026-${1000 + i}`,
      aliases: [`GHSA-${(i * 7919).toString(36).padStart(4, '0')}`],
    },
    ...{ package: hostile ?? NAMES[i % NAMES.length] ?? '', version: `1.${i % 40}.${i % 7}` },
    ...{ severity: SEVERITIES[i % SEVERITIES.length] ?? 'unknown', type: 'debian' },
    ...(i % 3 !== 1 && { fixedVersion: `1.${(i % 40) + 1}.0` }),
    ...(i % 2 === 0 && { cvss: 5.5, epss: 0.0123 }),
    title: `${hostile ?? 'Out-of-bounds read'} when a certificate of length ${i} is parsed`,
    url: i % 11 === 0 ? 'javascript:alert(1)' : `https://avd.example/nvd/cve-2026-${1000 + i}`,
    ...{ path: `usr/lib/x86_64-linux-gnu/lib${i % 50}.so`, layer, scanner: 'trivy' },
    scanners: ['trivy', 'grype'],
  };
}

function holdings(): LayerHolding[] {
  const of = (layer: number, kind: LayerHolding['kind'], from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ kind, layer, name: i === 5 ? (HOSTILE[0] ?? '') : (NAMES[i] ?? `package-${i}`) },
      ...{ files: 3 + i, bytes: Math.round(from / (i + 1) ** 1.2) },
    }));
  return [
    ...of(0, 'package', 9_000_000, 40),
    ...of(1, 'dependency', 5_000_000, 60),
    ...of(2, 'artifact', 800_000, 2),
  ];
}
