import { count, formatBytes } from '../report/words.ts';
import type { Comparison } from './types.ts';

/** Growth that a change of a few files brings is none. */
const GROWTH = { share: 0.05, bytes: 1e6 };

/**
 * What the change itself made worse: findings that no newer database brought, checks that fail now,
 * and a size that grew by more than 5 % and a megabyte.
 */
export function regressionsOf(comparison: Omit<Comparison, 'regressions'>): string[] {
  const { findings, checks, size, before } = comparison;
  const brought = findings.new.filter(({ cause }) => cause !== 'database');
  const grown = size.uncompressed > Math.max(GROWTH.bytes, before.size.uncompressed * GROWTH.share);
  return [
    ...(brought.length === 0 ? [] : [`${count(brought.length, 'new finding')}`]),
    ...checks.broken.map((id) => `the check ${id} fails`),
    ...(grown ? [`${formatBytes(size.uncompressed)} larger`] : []),
  ];
}
