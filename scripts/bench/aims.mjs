import { ratios, timesOf } from './stats.mjs';

/** What harden's time is to be at most, as a part of another's in the same rounds. */
const AIMS = [
  { scenario: 'unchanged', peer: 'buildkit', most: 1 },
  { scenario: 'unchanged', peer: 'buildkit-trivy', most: 0.6 },
  { scenario: 'unchanged', peer: 'ko-trivy', most: 0.5 },
  // By the engine, as the SDK's program does it; of a changed line harden does more than that.
  { scenario: 'unchanged', ours: 'harden-force', peer: 'dagger', most: 1.05 },
  { scenario: 'line', peer: 'buildkit-trivy', most: 0.8 },
  { scenario: 'line', peer: 'ko-trivy', most: 1 },
  { scenario: 'cold', peer: 'buildkit-trivy', most: 1.15 },
  { scenario: 'cold', peer: 'dagger', most: 1.05 },
];

/** Each aim for each example that was measured; `ratio` is undefined where one of the two was not. */
export function aimsOf(parts) {
  return parts.flatMap(({ example, scenario, rounds }) =>
    AIMS.filter((aim) => aim.scenario === scenario.id).map(({ ours = 'harden', peer, most }) => ({
      ...{ example, scenario: scenario.id, ours, peer, most },
      ratio: ratios(timesOf(rounds, ours), timesOf(rounds, peer)),
    })),
  );
}
