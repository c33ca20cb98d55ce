import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseSubnet, inSubnet } from '../../src/engine/subnet.ts';

describe('chooseSubnet', () => {
  test.each([
    ['the first of the range', 0, [], '10.80.0.0/20'],
    ['the last of the range', 255, [], '10.95.240.0/20'],
    ['a seed beyond the range', 256, [], '10.80.0.0/20'],
    ['the next one when taken', 0, ['10.80.1.1/20'], '10.80.16.0/20'],
    ['around the end', 255, ['10.95.240.1/20'], '10.80.0.0/20'],
    ['past a larger network', 0, ['10.80.0.1/16'], '10.81.0.0/20'],
    ['past a single address inside', 0, ['10.80.7.9/32'], '10.80.16.0/20'],
    ['other ranges and IPv6 do not count', 3, ['172.17.0.1/16', 'fe80::1/64'], '10.80.48.0/20'],
  ])('%s', (_, seed, taken, expected) => {
    expect(chooseSubnet(seed, taken)).toBe(expected);
  });

  test('never overlaps what is taken while anything is free', () => {
    fc.assert(
      fc.property(fc.nat(65535), fc.array(fc.nat(65535), { maxLength: 100 }), (seed, engines) => {
        const taken = engines.map((engine) => chooseSubnet(engine, []));
        const chosen = chooseSubnet(seed, taken);
        expect(taken).not.toContain(chosen);
      }),
    );
  });
});

test.each([
  ['10.80.16.2', '10.80.16.0/20', true],
  ['10.80.31.255/32', '10.80.16.0/20', true],
  ['10.80.32.0', '10.80.16.0/20', false],
  ['10.80.0.0/12', '10.80.16.0/20', false],
  ['224.0.0.0/4', '10.80.16.0/20', false],
  ['not-an-address', '10.80.16.0/20', false],
  ['999.1.1.1', '10.80.16.0/20', false],
])('inSubnet(%s, %s) is %s', (address, subnet, expected) => {
  expect(inSubnet(address, subnet)).toBe(expected);
});
