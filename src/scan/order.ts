import type { Severity } from '../plan/types.ts';
import type { Finding, SeenPackage } from './types.ts';

const RANK: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3, unknown: 4 };

/** Worst first, then by id, package and path, so that equal scans read the same. */
export function byFinding(a: Finding, b: Finding): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    compare(a.id, b.id) ||
    compare(a.package, b.package) ||
    compare(a.path ?? '', b.path ?? '')
  );
}

export function worse(a: Severity, b: Severity): Severity {
  return RANK[a] <= RANK[b] ? a : b;
}

export function byPackage(a: SeenPackage, b: SeenPackage): number {
  return (
    compare(a.name, b.name) || compare(a.version, b.version) || compare(a.path ?? '', b.path ?? '')
  );
}

/** The first of some days as YYYY-MM-DD; what is none does not count. */
export function earliestDay(days: readonly (string | undefined)[]): string | undefined {
  return days.flatMap((day) => /^\d{4}-\d{2}-\d{2}/.exec(day ?? '')?.[0] ?? []).sort(compare)[0];
}

/** Of several words on one vulnerability of one package, those that make it most urgent. */
export function worstOf(
  findings: readonly Finding[],
): Pick<Finding, 'cvss' | 'kev' | 'epss' | 'fixDate'> {
  const cvss = highest(findings.map((one) => one.cvss));
  const epss = highest(findings.map((one) => one.epss));
  const fixDate = earliestDay(findings.map((one) => one.fixDate));
  return {
    ...(cvss !== undefined && { cvss }),
    ...(findings.some(({ kev }) => kev) && { kev: true }),
    ...(epss !== undefined && { epss }),
    ...(fixDate && { fixDate }),
  };
}

function highest(scores: readonly (number | undefined)[]): number | undefined {
  const known = scores.flatMap((score) => score ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

// Not localeCompare: the order must not depend on the machine.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
