import { mkdirSync, rmSync } from 'node:fs';
import { say } from '../setup.mjs';
import { faults } from './check.mjs';
import { sentTo } from './counter.mjs';
import { firstLine } from './equipment.mjs';
import { stateOf } from './machine.mjs';
import { bytesSince, measured } from './measure.mjs';
import { change, rebase } from './project.mjs';
import { runRounds } from './rounds.mjs';

/** What is new in a base, as its packages tell. */
const NEW_IN_BASE = 'var/lib/dpkg/status.d/harden-bench';
/** The name of the round in which the engine is sent everything through somebody who counts. */
const COUNTED = 'counted';
/** Milliseconds that the times of files may be behind the clock. */
const CLOCK_STEP = 20;

/**
 * A scenario with all peers that have it. Each is built once before, unmeasured, and has to make the same
 * files as harden in every round; who does not is out, and `missing` is told.
 */
export async function runScenario({ scenario, entries, bench, missing }) {
  const peers = entries.filter(({ peer }) => peer.scenarios?.includes(scenario.id) ?? true);
  const failed = (entry, cause) => {
    const what = `${entry.peer.title}, ${scenario.title.toLowerCase()}, ${entry.own.example.id}`;
    say(`${what}: ${cause.message ?? cause}`);
    missing.push({ what, reason: firstLine(cause) });
  };
  const ready = [];
  bench.expected = undefined;
  for (const entry of peers) {
    try {
      change(entry.own, [], '');
      await build(entry, { unique: nonce(entry, 'first') }, bench);
      ready.push({ ...entry, id: entry.peer.id });
    } catch (cause) {
      failed(entry, cause);
    }
  }
  // Nothing to hold the others against.
  if (!bench.expected) return { rounds: [] };
  const count = Math.min(bench.rounds, scenario.most ?? bench.rounds);
  const rounds = await runRounds({
    peers: ready,
    count,
    look(round) {
      say(`${scenario.id}, ${round + 1} of ${count}`);
      return stateOf(bench.folder, bench.loadLimit);
    },
    run: (entry, round) => once(entry, scenario, round, bench),
    failed,
  });
  return { rounds, uploaded: await uploads(ready, scenario, bench) };
}

/** Of each peer that is counted the bytes of one more build; who failed in a round is as good as not there. */
async function uploads(entries, scenario, bench) {
  const found = {};
  for (const entry of entries.filter(({ peer }) => peer.counted)) {
    say(`${scenario.id}, what ${entry.peer.title} sends`);
    try {
      const { uploadedBytes } = await once(entry, scenario, COUNTED, bench);
      found[entry.id] = uploadedBytes;
    } catch (cause) {
      say(firstLine(cause));
    }
  }
  return found;
}

async function once(entry, scenario, round, bench) {
  const { own } = entry;
  const unique = nonce(entry, round);
  if (scenario.change) change(own, scenario.change(own.example), unique);
  // BuildKit would know the base of another peer.
  if (scenario.base) rebase(entry, await bench.baseOf(own.example, `${bench.started}+${unique}`));
  const before = own.last;
  const counted = round === COUNTED;
  const { sample, files } = await build(entry, { unique, cold: scenario.cold, counted }, bench);
  const { program } = own.example;
  const found = faults({
    ...{ files, expected: bench.expected, before },
    free: [program, NEW_IN_BASE],
    changes: [...(scenario.change ? [program] : []), ...(scenario.base ? [NEW_IN_BASE] : [])],
  });
  if (found.length > 0) throw new Error(`made another image: ${found.join('; ')}`);
  return sample;
}

/** Builds, and looks at what came of it; nothing but the build itself is measured. */
async function build({ peer, own }, round, bench) {
  rmSync(own.output, { recursive: true, force: true });
  mkdirSync(own.output);
  const since = Date.now() - CLOCK_STEP;
  const run = () => measured(peer.commands(own, round), bench.metered);
  // Whoever stands in the engine's place has to be awake: nothing else may go on meanwhile.
  const { sent, came } = round.counted ? await sentTo(bench.engine, run) : { came: await run() };
  const { log, ...figures } = came;
  const read = await bench.lab.imageFiles(peer.image(own), bench.platform);
  const files = peer.seen?.(read, own.example, bench.expected) ?? read;
  const sample = {
    ...figures,
    writtenBytes: bytesSince(peer.written(own), since),
    ...(peer.uploaded && { uploadedBytes: peer.uploaded(log) }),
    ...(sent !== undefined && { uploadedBytes: sent }),
  };
  peer.after?.(own);
  own.last = new Map([...files].map(([path, { content }]) => [path, content]));
  if (!own.last.get(own.example.program))
    throw new Error(`there is no /${own.example.program} in its image`);
  if (peer.id === 'harden') bench.expected = files;
  return { sample, files };
}

/** Engines know what was built for another peer: its bytes have to be its own. */
function nonce({ peer }, round) {
  return `${peer.id}-${round}-${Date.now()}`;
}
