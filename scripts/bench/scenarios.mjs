/**
 * What happens before each measured build: additions to the sources, or a new base. `cold` asks each peer to
 * use nothing that an earlier build left; `most` is how many rounds there are at most.
 */
export const SCENARIOS = [
  {
    id: 'unchanged',
    title: 'Unchanged',
    says: 'Nothing changed since the last build.',
  },
  {
    id: 'line',
    title: 'One line changed',
    says: 'One line of source is new in every round, another one for every builder.',
    change: ({ line }) => line,
  },
  {
    id: 'dependency',
    title: 'Dependency added',
    says: 'The files that name the dependencies have one more, and other bytes in every round. From the second round on the package itself is in the caches of package managers.',
    change: ({ dependency }) => dependency,
  },
  {
    id: 'base',
    title: 'Base changed',
    says: 'The base has a new digest in every round, as after an update of one package. Looking digests up and writing them down is not measured.',
    base: true,
  },
  {
    id: 'cold',
    title: 'Without caches',
    says: 'No step and no download of an earlier build is used; images of toolchain and base are there.',
    cold: true,
    // A round takes minutes.
    most: 5,
  },
];

/** Those that are asked for by id; all without an id. */
export function scenariosOf(ids) {
  const unknown = ids.filter((id) => !SCENARIOS.some((one) => one.id === id));
  if (unknown.length > 0) {
    const known = SCENARIOS.map(({ id }) => id).join(', ');
    throw new Error(`no scenario is called ${unknown.join(', ')}, expected some of ${known}`);
  }
  return SCENARIOS.filter(({ id }) => ids.length === 0 || ids.includes(id));
}

/** Why an example has no such scenario, or undefined where it has. */
export function lacks(scenario, example, registry) {
  if (scenario.change && !scenario.change(example))
    return 'nothing is written down to be added to it';
  if (scenario.base && !example.base) return 'its base is not an image that can be made anew';
  if (scenario.base && !registry) return 'it needs the registry of the native engine';
  return undefined;
}
