/**
 * The order of runs: in every round each peer once, one after another, and each round begins with the
 * next peer, so that no peer always comes first. Of two peers that is A B, B A, A B, …
 * @template T
 * @param {readonly T[]} peers
 * @param {number} count of rounds
 * @returns {T[][]}
 */
export function interleaved(peers, count) {
  return Array.from({ length: count }, (_, round) => {
    const first = peers.length === 0 ? 0 : round % peers.length;
    return [...peers.slice(first), ...peers.slice(0, first)];
  });
}

/**
 * Runs all peers in all rounds and gives what came of each. A round keeps its samples whatever the load of
 * the machine was. A peer that fails once is told, takes no part any more and has no samples.
 */
export async function runRounds({ peers, count, look, run, failed }) {
  const rounds = [];
  const out = new Set();
  for (const [round, order] of interleaved(peers, count).entries()) {
    const state = look(round);
    const samples = [];
    for (const peer of order.filter((one) => !out.has(one))) {
      try {
        samples.push({ peer: peer.id, ...(await run(peer, round)) });
      } catch (cause) {
        out.add(peer);
        failed(peer, cause);
      }
    }
    rounds.push({ round, ...state, samples });
  }
  const failures = new Set([...out].map(({ id }) => id));
  return rounds.map((one) => ({
    ...one,
    samples: one.samples.filter(({ peer }) => !failures.has(peer)),
  }));
}
