import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulesToDelete } from '../../src/engine/iptables-rules.ts';

const both = readFileSync(new URL('fixtures/iptables-two-networks.txt', import.meta.url), 'utf8');
const alone = both
  .split('\n')
  .filter((line) => !/10\.88\.|b41c5f8ec2d0aa31e1c4f09d/.test(line))
  .join('\n');

test("deletes one network's rules and chains, and leaves the other's", async () => {
  const input = rulesToDelete(both, 'hdn8373f13e', '10.86.144.0/20');
  await expect(input).toMatchFileSnapshot('goldens/iptables-other-network-stays.txt');
});

test("deletes CNI's shared chains with the last network", async () => {
  const input = rulesToDelete(alone, 'hdn8373f13e', '10.86.144.0/20');
  await expect(input).toMatchFileSnapshot('goldens/iptables-last-network.txt');
});

test('has nothing to say when the rules are all of others', () => {
  expect(rulesToDelete(both, 'hdnffffffff', '10.80.0.0/20')).toBe('');
  expect(rulesToDelete('', 'hdn8373f13e', '10.86.144.0/20')).toBe('');
});
