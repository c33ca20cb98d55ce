import type { Severity } from '../plan/types.ts';
import type { AuditPackage, Judgement, Part, Savings, SeverityCounts } from './types.ts';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** What an image loses without its unnecessary packages: a file that any other one has stays. */
export function savingsOf(
  parts: readonly Part[],
  verdicts: ReadonlyMap<string, Judgement>,
  packages: readonly AuditPackage[],
  bytes: { of: (path: string) => number; all: number },
): Savings {
  const goes = new Set<string>();
  const stays = new Set<string>();
  for (const { id, files } of parts) {
    const into = verdicts.get(id)?.verdict === 'unnecessary' ? goes : stays;
    for (const path of files) into.add(path);
  }
  let saved = 0;
  for (const path of goes) if (!stays.has(path)) saved += bytes.of(path);
  const unnecessary = packages.filter(({ verdict }) => verdict === 'unnecessary');
  const scanned = packages.some(({ findings }) => findings !== undefined);
  return {
    packages: unnecessary.length,
    bytes: saved,
    of: bytes.all,
    ...(scanned && { findings: countOf(unnecessary) }),
  };
}

/** Findings by severity, the worst first; a severity without any is left out. */
export function countOf(packages: readonly Pick<AuditPackage, 'findings'>[]): SeverityCounts {
  const all = packages.flatMap(({ findings = [] }) => findings);
  return Object.fromEntries(
    SEVERITIES.map((severity) => [
      severity,
      all.filter((one) => one.severity === severity).length,
    ]).filter(([, number]) => number !== 0),
  );
}
