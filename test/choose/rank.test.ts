import { expect, test } from 'vitest';
import { rank } from '../../src/choose/rank.ts';
import type { Candidate } from '../../src/choose/types.ts';
import { counts, refused, tried, verdict } from './candidates.ts';

const basesOf = (candidates: readonly Candidate[]) => rank(candidates).map(({ base }) => base);

/** Each better one with what the other is behind in, and the words for it. */
const PAIRS: [name: string, better: Partial<Candidate>, worse: Partial<Candidate>, why: string][] =
  [
    [
      'the policy, whatever else is better',
      { findings: counts({ low: 40 }), packages: 300, size: { compressed: 1, uncompressed: 9e9 } },
      { verdict: verdict('vulnerabilities.high'), packages: 1 },
      'vulnerabilities.high',
    ],
    [
      'fewer broken rules',
      { verdict: verdict('size'), findings: counts({ high: 2 }) },
      { verdict: verdict('size', 'packages') },
      '1 more broken rule',
    ],
    [
      'one critical finding against many high ones',
      { findings: counts({ high: 12, low: 90 }) },
      { findings: counts({ critical: 1 }) },
      '1 more critical finding',
    ],
    [
      'a severity where those above are equal',
      { findings: counts({ high: 1, medium: 2, low: 9 }) },
      { findings: counts({ high: 1, medium: 4 }) },
      '2 more medium findings',
    ],
    [
      'findings before warnings',
      { verdict: { ...verdict(), warnings: ['a', 'b'] } },
      { findings: counts({ unknown: 1 }) },
      '1 more unknown finding',
    ],
    [
      'warnings before packages',
      { packages: 90 },
      { verdict: { ...verdict(), warnings: ['old'] } },
      '1 more warning',
    ],
    [
      'packages before bytes',
      { size: { compressed: 1, uncompressed: 9e9 } },
      { packages: 14 },
      '3 more packages to look after',
    ],
    [
      'bytes that are unpacked, not those of the download',
      { size: { compressed: 20e6, uncompressed: 21e6 } },
      { size: { compressed: 1, uncompressed: 22.3e6 } },
      '1.3 MB larger',
    ],
    [
      'a few bytes, which are no 0.0 MB',
      { size: { compressed: 1, uncompressed: 21e6 } },
      { size: { compressed: 1, uncompressed: 21_000_512 } },
      '512 B larger',
    ],
    ['the name, when all is equal', {}, {}, 'as good, by name'],
  ];

test.each(PAIRS)('%s', (_name, better, worse, why) => {
  const given = [tried('b', worse), tried('a', better)];
  for (const candidates of [given, given.toReversed()]) {
    const ranked = rank(candidates);
    expect(ranked.map(({ base, rank: place }) => [base, place])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(ranked[1]?.reason).toBe(why);
  }
});

test('the first says whether the policy lets it pass', () => {
  expect(rank([tried('a')])[0]?.reason).toMatch(/^passes the policy with the fewest findings/);
  const [failed] = rank([tried('a', { verdict: verdict('size') })]);
  expect(failed).toMatchObject({ rank: 1, status: 'ranked' });
  expect(failed?.reason).toMatch(/^comes nearest to the policy/);
});

test('all broken rules are named', () => {
  const [, second] = rank([
    tried('a'),
    tried('b', { verdict: verdict('vulnerabilities.high', 'size') }),
  ]);
  expect(second?.reason).toBe('vulnerabilities.high, size');
});

test('what cannot be used comes last, without a rank and with its reason', () => {
  const away: Candidate = { base: 'away', status: 'skipped', reason: 'dhi.io wants a login' };
  const given = [away, refused('one', 'no libc'), tried('z'), refused('two', 'its support ended')];
  expect(basesOf(given)).toEqual(['z', 'one', 'two', 'away']);
  expect(rank(given).slice(1)).toEqual([given[1], given[3], given[0]]);
});

test('a rank changes nothing else, and nothing that was given', () => {
  const given = [tried('b'), tried('a', { digest: 'sha256:1', ref: 'x:1' })];
  const before = structuredClone(given);
  const [first] = rank(given);
  expect(given).toEqual(before);
  expect({ ...first, reason: '', rank: undefined }).toEqual({ ...given[1], rank: undefined });
  expect(rank([])).toEqual([]);
});
