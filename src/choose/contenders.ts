import type { BaseFamily } from '../base/schema.ts';
import type { ImageFamily } from '../spec/base-schema.ts';
import type { Contender } from './types.ts';

/**
 * Every base that the catalogue has, one for each release of a family; the flavour is what the
 * program needs. `only` names families, or families and releases.
 */
export function contenders(families: readonly BaseFamily[], only: readonly string[]): Contender[] {
  const all = families.flatMap((family) =>
    family.releases.map((release) => ({ family, release: release.name })),
  );
  return all
    .filter(
      ({ family, release }) =>
        only.length === 0 ||
        only.includes(family.name) ||
        only.includes(`${family.name}:${release}`),
    )
    .map(({ family, release }) => contender(family, release));
}

function contender({ name, kind }: BaseFamily, release: string): Contender {
  if (kind === 'scratch') return { name, written: 'scratch' };
  if (kind === 'debian') {
    return { name: `${name} ${release}`, written: { debian: release as 'trixie' } };
  }
  const key: ImageFamily = name as ImageFamily;
  return { name: `${name} ${release}`, written: { [key]: release } };
}
