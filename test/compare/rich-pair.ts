import type { LayerHolding } from '../../src/inspect/ledger/types.ts';
import type { ImagePackage, RunReport } from '../../src/report/types.ts';
import { HOSTILE } from '../report/hostile.ts';
import { richRun } from '../report/rich-run.ts';
import { runNamed } from '../report/runs.ts';
import { found, npm, os, reportOf } from './runs.ts';

interface Pair {
  before: RunReport;
  after: RunReport;
}

/** A fat image and what became of it: two packages gone, one updated, one with the finding it had. */
export function richPair(): Pair {
  const before = [
    ...[os('curl', '8.0'), os('libc6', '2.36'), npm('ms', '2.0.0'), os('zlib1g', '1.3')],
  ];
  const after = [os('libc6', '2.36'), npm('ms', '2.1.3')];
  return {
    before: holding(36_000_000, before, {
      image: { ...runNamed('pass').image, size: { compressed: 9e6, uncompressed: 40e6 } },
      findings: [
        found(os('curl', '8.0'), 'CVE-2026-1', { severity: 'critical', fixedVersion: '8.1' }),
        found(os('libc6', '2.36'), 'CVE-2026-2'),
        found(npm('ms', '2.0.0'), 'CVE-2026-3', { severity: 'medium', fixedVersion: '2.1.3' }),
      ],
    }),
    after: holding(9_000_000, after, {
      image: { ...runNamed('pass').image, size: { compressed: 2e6, uncompressed: 8.8e6 } },
      findings: [found(os('libc6', '2.36'), 'CVE-2026-2')],
    }),
  };
}

/** Names, titles, licences and evidence of others that would act where they are only to be read. */
export function hostilePair(findings = 400): Pair {
  const before = richRun(findings);
  const named = (text: string): ImagePackage => ({
    ...npm(text, text),
    ...{ licences: [text], type: text },
  });
  const config = {
    user: HOSTILE[0] ?? '',
    entrypoint: [...HOSTILE],
    cmd: [],
    workdir: '',
    ports: [],
  };
  const after = richRun(findings / 2);
  return {
    before: { ...before, packages: HOSTILE.map(named), image: { ...before.image, config } },
    after: {
      ...after,
      packages: HOSTILE.slice(9).map((text) => ({ ...named(text), version: `${text} ${text}` })),
      image: { ...after.image, name: HOSTILE[1] ?? '', config: { ...config, user: '1' } },
    },
  };
}

function holding(bytes: number, packages: ImagePackage[], rest: Partial<RunReport>): RunReport {
  const report = reportOf({ packages, ...rest });
  const holdings: LayerHolding[] = packages.map(({ name }, i) => ({
    ...{ kind: 'package', layer: 0, name, files: 9 },
    bytes: i === 0 ? bytes - 2e6 * (packages.length - 1) : 2e6,
  }));
  const { coverage } = report;
  return { ...report, coverage: { ...coverage, files: { ...coverage.files, holdings } } };
}
