import { aimsOf } from './aims.mjs';
import { ratios, spread, timesOf } from './stats.mjs';

const FIGURES = {
  milliseconds: (sample) => sample.milliseconds,
  cpuMilliseconds: (sample) => sample.cpuMilliseconds,
  peakBytes: (sample) => sample.peakBytes,
  writtenBytes: (sample) => sample.writtenBytes,
  uploadedBytes: (sample) => sample.uploadedBytes,
};

/** The peer that all others are held against. */
const OURS = 'harden';

/**
 * What is kept of a run: of each peer in each scenario the spread of its figures, and harden's time as a
 * part of its own, and how long commands take to start. Figures that nobody could read are not there.
 */
export function summary({ about, peers, parts, start, missing }) {
  const results = parts.map(resultOf);
  const ran = new Set(results.flatMap((result) => result.peers.map(({ id }) => id)));
  return {
    schemaVersion: 1,
    ...about,
    peers: peers
      .filter(({ id }) => ran.has(id))
      .map(({ id, title, does, uploads }) => ({ id, title, does, uploads })),
    missing,
    start,
    aims: aimsOf(parts),
    results,
  };
}

function resultOf({ example, scenario, rounds, uploaded = {} }) {
  const ids = [...new Set(rounds.flatMap(({ samples }) => samples.map(({ peer }) => peer)))];
  const ours = timesOf(rounds, OURS);
  return {
    ...{ example, scenario: scenario.id },
    rounds: rounds.length,
    busy: rounds.filter(({ busy }) => busy).length,
    load: spread(rounds.map(({ load }) => load)),
    freeBytes: spread(rounds.map(({ freeBytes }) => freeBytes)),
    peers: ids.sort().map((id) => ({
      id,
      ...figures(rounds, id),
      ...(uploaded[id] !== undefined && { uploadedBytes: spread([uploaded[id]]) }),
      ...(id !== OURS && ours.size > 0 && { ratio: ratios(ours, timesOf(rounds, id)) }),
    })),
  };
}

function figures(rounds, id) {
  const samples = rounds.flatMap((round) => round.samples.filter(({ peer }) => peer === id));
  const found = Object.entries(FIGURES).map(([name, read]) => {
    const values = samples.map(read).filter((value) => value !== undefined);
    return [name, spread(values)];
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
