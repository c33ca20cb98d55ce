import type { BaseFamily, BaseRelease } from '../base/schema.ts';
import type { ImageFamily } from '../spec/base-schema.ts';
import type { Contender } from './types.ts';

/**
 * Every base that the catalogue has, one for each release of a family; the flavour is what the
 * program needs. `only` names families, or families and releases.
 */
export function contenders(families: readonly BaseFamily[], only: readonly string[]): Contender[] {
  const all = families.flatMap((family) => family.releases.map((release) => ({ family, release })));
  return all
    .filter(
      ({ family, release }) =>
        only.length === 0 ||
        only.includes(family.name) ||
        only.includes(`${family.name}:${release.name}`),
    )
    .map(({ family, release }) => contender(family, release));
}

function contender({ name, kind }: BaseFamily, release: BaseRelease): Contender {
  if (kind === 'scratch') return { name, written: 'scratch' };
  const key = name as ImageFamily | 'debian';
  const { endOfLife } = release;
  return {
    name: `${name} ${release.name}`,
    written: { [key]: release.name },
    ...(endOfLife && { endOfLife }),
  };
}
