import { describe, expect, test } from 'vitest';
import { interleaved, runRounds } from '../../scripts/bench/rounds.mjs';

describe('the order of runs', () => {
  test('of two peers alternates', () => {
    const order = interleaved(['A', 'B'], 4).map((round) => round.join(' '));
    expect(order).toEqual(['A B', 'B A', 'A B', 'B A']);
  });

  test.each([1, 3, 6])('has each of %i peers once in a round, and each first as often', (count) => {
    const peers = Array.from({ length: count }, (_, at) => at);
    const rounds = interleaved(peers, 2 * count);
    for (const round of rounds) expect(round.toSorted()).toEqual(peers);
    for (const peer of peers) {
      expect(rounds.filter(([first]) => first === peer)).toHaveLength(2);
    }
  });
});

describe('rounds', () => {
  const peers = ['A', 'B', 'C'].map((id) => ({ id }));

  test('keep what was measured on a busy machine', async () => {
    const rounds = await runRounds({
      ...{ peers, count: 3 },
      look: (round: number) => ({ load: round, busy: round > 0 }),
      run: async () => ({ milliseconds: 1 }),
      failed: () => expect.unreachable(),
    });
    expect(rounds.map(({ samples }) => samples.length)).toEqual([3, 3, 3]);
    expect(rounds.map((round) => 'busy' in round && round.busy)).toEqual([false, true, true]);
  });

  test('have nothing of a peer that failed once, and go on with the others', async () => {
    const failures: string[] = [];
    const rounds = await runRounds({
      ...{ peers, count: 3 },
      look: () => ({}),
      run: async ({ id }: { id: string }, round: number) => {
        if (id === 'B' && round === 1) throw new Error('made another image');
        return { milliseconds: 1 };
      },
      failed: ({ id }: { id: string }, cause: Error) => failures.push(`${id}: ${cause.message}`),
    });
    const ran = rounds.map(({ samples }) =>
      samples.map(({ peer }: { peer: string }) => peer).join(''),
    );
    expect(ran).toEqual(['AC', 'CA', 'CA']);
    expect(failures).toEqual(['B: made another image']);
  });
});
