import type { ExpectedPackage } from '../../scan/types.ts';
import type { ExpectedPackages } from './types.ts';

/** What a record lists; one that cannot be read is a gap, for the reason that it gives. */
export function proven(
  path: string,
  packages: ExpectedPackage[] | undefined,
  why = 'cannot be read, so nobody knows what has to be there',
): ExpectedPackages {
  return packages ? { packages, gaps: [] } : { packages: [], gaps: [`${path} ${why}`] };
}
