import type { ResolvedScanner } from './inputs/scanner.ts';
import type { RunReport } from './report/types.ts';
import type { SelfTest } from './self-test/judge.ts';

/** A scanner as reports name it. */
export function scannerRecord(
  { name, version, database, javaIndex }: ResolvedScanner,
  { ecosystems }: Pick<SelfTest, 'ecosystems'> = { ecosystems: [] },
): RunReport['scanners'][number] {
  return {
    ...{ name, version, database, tested: ecosystems },
    ...(javaIndex && { javaIndex: javaIndex.database }),
  };
}
