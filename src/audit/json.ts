import { visibleJson } from '../report/visible.ts';
import type { AuditReport } from './types.ts';

/**
 * The audit as the document `--json` prints: keys in the documented order, two spaces, a final
 * newline; characters a terminal would act on are escaped.
 */
export function auditJson(report: AuditReport): string {
  const { image } = report;
  const document: AuditReport = {
    schemaVersion: report.schemaVersion,
    image: {
      ...pick(image, ['name', 'digest', 'configDigest', 'size', 'platform', 'base']),
    },
    layers: report.layers.map((one) =>
      pick(one, ['digest', 'size', 'uncompressed', 'createdBy', 'base']),
    ),
    starts: report.starts,
    packages: report.packages.map((one) => pick(one, PACKAGE)),
    savings: pick(report.savings, ['packages', 'bytes', 'of', 'findings']),
    grade: pick(report.grade, ['letter', 'points', 'lost']),
    checks: report.checks.map((one) => pick(one, ['id', 'pass', 'evidence', 'paths'])),
    gaps: report.gaps,
    ...(report.spec && { spec: pick(report.spec, ['language', 'text', 'notes']) }),
    scanned: report.scanned,
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

const PACKAGE = [
  'name',
  'version',
  'type',
  'purl',
  'size',
  'license',
  'verdict',
  'why',
  'path',
  'findings',
] as const;

function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {
  const entries = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]);
  return Object.fromEntries(entries) as Pick<T, K>;
}
