import type { AuditReport } from '../../../src/audit/types.ts';
import type { RunReport } from '../../../src/report/types.ts';

/** An audit that has what a run has of others. */
export function auditOf({
  image,
  packages = [],
  checks,
  findings,
  verdict,
}: RunReport): AuditReport {
  const [first] = findings;
  const { name, digest, configDigest, size, platform, base, config } = image;
  return {
    schemaVersion: 1,
    image: {
      ...{ name, digest, configDigest, size, platform },
      base: { name: base.ref, how: base.kind, layers: 1 },
    },
    layers: image.layers.map((one) => ({ ...one, createdBy: base.ref, base: true })),
    starts: config?.entrypoint ?? [],
    packages: packages.map((one) => ({
      ...{ name: one.name, version: one.version, type: one.type, size: 5, verdict: 'unknown' },
      ...{ license: one.licences?.[0] ?? '', path: one.path ?? '', why: one.purl ?? '' },
    })),
    savings: { packages: 1, bytes: 1, of: 2 },
    grade: { letter: 'B', points: 80, lost: [{ points: 1, why: first?.title ?? 'x' }] },
    checks,
    gaps: verdict.warnings,
    spec: { text: 'version: 1', language: 'go', notes: verdict.warnings },
    scanned: true,
  };
}
