/** One part of several: `2/3` is the second of three. */
export interface Shard {
  number: number;
  of: number;
}

/** `2/3`; undefined for what is no part of a whole. */
export function readShard(text: string): Shard | undefined {
  const [, first, second] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const [number, of] = [Number(first), Number(second)];
  return number >= 1 && number <= of ? { number, of } : undefined;
}

/**
 * The items of one shard, in their order. The shards of the same items and weights have each item once,
 * on whatever machine they are made: the heaviest goes first, and each to the lightest shard so far.
 * Where a weight is not known it is the middle one of those that are.
 */
export function inShard<T>(
  items: readonly T[],
  { number, of }: Shard,
  keyOf: (item: T) => string,
  weightOf: (item: T) => number | undefined = () => undefined,
): T[] {
  const known = items.flatMap((item) => weightOf(item) ?? []).sort((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)] ?? 1;
  const weighed = items
    .map((item) => ({ item, key: keyOf(item), weight: weightOf(item) ?? usual }))
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const loads = Array.from({ length: of }, () => 0);
  const mine = new Set<T>();
  for (const { item, weight } of weighed) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] = (loads[lightest] ?? 0) + weight;
    if (lightest === number - 1) mine.add(item);
  }
  return items.filter((item) => mine.has(item));
}
