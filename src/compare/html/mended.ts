import { nameKey } from '../../scan/same.ts';
import type { Finding } from '../../scan/types.ts';
import type { Comparison } from '../types.ts';

/** What became of the package of a finding that is fixed. */
export type Mending = (finding: Finding) => string;

/** A package that is the same in both, and no longer named, is of a newer database. */
export function mendedBy({ packages }: Comparison): Mending {
  const gone = new Set(packages.removed.map(nameKey));
  const changed = new Map(packages.changed.map((one) => [nameKey(one), one.after ?? '']));
  return ({ package: name, type }) => {
    const key = nameKey({ name, type });
    return gone.has(key) ? 'not in the image' : (changed.get(key) ?? 'no longer an advisory');
  };
}
