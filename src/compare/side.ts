import type { Severity } from '../plan/types.ts';
import type { RunReport } from '../report/types.ts';
import { onceEach } from './findings.ts';
import type { Side } from './types.ts';

/** One image in numbers. */
export function sideOf({ image, coverage, checks, findings, packages, scanners }: RunReport): Side {
  const { name, digest, platform, base, size, layers, config } = image;
  const of = (severity: Severity) =>
    onceEach(findings).filter((one) => one.severity === severity).length;
  return {
    ...{ name, digest, platform, size },
    base: base.ref || base.kind,
    baseDigest: base.digest,
    layers: layers.length,
    files: coverage.files.total,
    packages: packages?.length ?? coverage.packages.seen,
    findings: {
      ...{ critical: of('critical'), high: of('high'), medium: of('medium') },
      ...{ low: of('low'), unknown: of('unknown') },
    },
    // What an image does not say is root.
    user: config ? config.user || 'root' : '',
    failed: checks.filter(({ pass }) => !pass).map(({ id }) => id),
    databases: scanners.map(({ database }) => database),
  };
}
