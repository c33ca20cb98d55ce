import type { BaseFamily, BaseRelease } from '../base/schema.ts';
import type { ImageFamily } from '../spec/base-schema.ts';
import type { Spec } from '../spec/schema.ts';
import type { Contender } from './types.ts';

/**
 * Every base that the catalogue has, one for each release of a family; the flavour is what the
 * program needs. `only` names families, or families and releases. What the spec's own base says
 * besides its name holds for every base that can have it.
 */
export function contenders(
  families: readonly BaseFamily[],
  only: readonly string[],
  written?: Spec['base'],
): Contender[] {
  const all = families.flatMap((family) => family.releases.map((release) => ({ family, release })));
  return all
    .filter(
      ({ family, release }) =>
        only.length === 0 ||
        only.includes(family.name) ||
        only.includes(`${family.name}:${release.name}`),
    )
    .map(({ family, release }) => contender(family, release, written));
}

/** Keys of a base, and the families that have them. */
const CARRIED = { packages: ['debian'], keep: ['alpine', 'slim'], flatten: ['alpine', 'slim'] };

function contender(
  { name, kind }: BaseFamily,
  release: BaseRelease,
  written: Spec['base'],
): Contender {
  if (kind === 'scratch') return { name, written: 'scratch' };
  const key = name as ImageFamily | 'debian';
  const { endOfLife } = release;
  const carried = Object.entries(typeof written === 'object' ? written : {}).filter(([one]) =>
    CARRIED[one as keyof typeof CARRIED]?.includes(name),
  );
  return {
    name: `${name} ${release.name}`,
    written: { [key]: release.name, ...Object.fromEntries(carried) },
    ...(endOfLife && { endOfLife }),
  };
}
