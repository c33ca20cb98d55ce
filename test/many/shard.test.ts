import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inShard, readShard } from '../../src/many/shard.ts';

test.each([
  ['1/1', { number: 1, of: 1 }],
  ['2/3', { number: 2, of: 3 }],
  ['0/3', undefined],
  ['4/3', undefined],
  ['1/0', undefined],
  ['a/3', undefined],
  ['1', undefined],
  [' 1/2', undefined],
])('%s is %j', (text, shard) => {
  expect(readShard(text)).toEqual(shard);
});

test('shards are disjoint and complete, whatever the weights and the order of the items', () => {
  const item = fc.record({ key: fc.string(), weight: fc.option(fc.nat(1000), { nil: undefined }) });
  fc.assert(
    fc.property(
      fc.uniqueArray(item, { selector: ({ key }) => key, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (items, of) => {
        const split = (all: typeof items) =>
          Array.from({ length: of }, (_, at) =>
            inShard(
              all,
              { number: at + 1, of },
              ({ key }) => key,
              ({ weight }) => weight,
            ),
          );
        const shards = split(items);
        expect(shards.flat()).toHaveLength(items.length);
        expect(new Set(shards.flat())).toEqual(new Set(items));
        const turned = split(items.toReversed());
        expect(turned.map((one) => new Set(one))).toEqual(shards.map((one) => new Set(one)));
      },
    ),
  );
});

test('without weights no shard has two more than another', () => {
  const items = [...'abcdefghij'];
  const sizes = [1, 2, 3].map((number) => inShard(items, { number, of: 3 }, String).length);
  expect(sizes.toSorted()).toEqual([3, 3, 4]);
});

test('what takes long is alone; the order is that of the items', () => {
  const weights = new Map([
    ['slow', 100],
    ['a', 10],
    ['c', 12],
  ]);
  const items = ['c', 'b', 'slow', 'a'];
  const shard = (number: number) =>
    inShard(items, { number, of: 2 }, String, (item) => weights.get(item));
  expect(shard(1)).toEqual(['slow']);
  expect(shard(2)).toEqual(['c', 'b', 'a']);
});
