import type { Severity } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** Worst first; what has a fix before what has none, else as they came. */
export function bySeverity<T>(items: readonly T[], findingOf: (item: T) => Finding): T[] {
  const rank = (item: T) => {
    const { severity, fixedVersion } = findingOf(item);
    return SEVERITIES.indexOf(severity) * 2 + (fixedVersion ? 0 : 1);
  };
  return [...items].sort((a, b) => rank(a) - rank(b));
}

/** `2 critical, 31 low`, in the order of their weight. */
export function severityWords(severities: readonly Severity[]): string {
  return SEVERITIES.flatMap((severity) => {
    const number = severities.filter((one) => one === severity).length;
    return number === 0 ? [] : [`${number} ${severity}`];
  }).join(', ');
}
