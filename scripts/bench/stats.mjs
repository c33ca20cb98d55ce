/** Median, quartiles and ends of numbers, or undefined of none. Between two numbers it is their middle. */
export function spread(values) {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    min: sorted[0],
    low: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 0.75),
    max: sorted.at(-1),
  };
}

/**
 * How many times as long one took as the other, round by round, so that what slows a whole round down
 * cancels out. Rounds that only one of them has do not count.
 * @param {ReadonlyMap<number, number>} ours by round
 * @param {ReadonlyMap<number, number>} theirs by round
 */
export function ratios(ours, theirs) {
  const pairs = [...ours].filter(([round]) => theirs.has(round));
  return spread(pairs.map(([round, value]) => value / theirs.get(round)));
}

/** Milliseconds of a peer by round. */
export function timesOf(rounds, id) {
  const found = rounds.flatMap(({ round, samples }) =>
    samples.filter(({ peer }) => peer === id).map((one) => [round, one.milliseconds]),
  );
  return new Map(found);
}

function quantile(sorted, part) {
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}
