import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from '../setup.mjs';
import { firstLine } from './equipment.mjs';
import { machine, stateOf } from './machine.mjs';
import { noMeter } from './measure.mjs';
import { LEFT_OUT } from './peers.mjs';
import { makeProject } from './project.mjs';
import { runScenario } from './run.mjs';
import { lacks } from './scenarios.mjs';
import { startTimes } from './start.mjs';
import { summary } from './summary.mjs';

const PLATFORM = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** All examples in all scenarios: the summary, and the rounds that it is made of. */
export async function runAll({ lab, equipment, folder, options }) {
  const { registry } = equipment;
  const unmetered = noMeter();
  const missing = [...LEFT_OUT];
  if (unmetered) missing.push({ what: 'processor time and memory', reason: unmetered });
  const started = Math.round(Date.now() / 1000);
  const shared = {
    ...{ lab, folder, missing, platform: PLATFORM, metered: !unmetered, started },
    ...{ rounds: options.rounds, loadLimit: options.loadLimit, engine: equipment.engine },
    baseOf: async ({ base }, version) => {
      const digest = await lab.newBase({ ...base, registry, platform: PLATFORM, version });
      return `gcr.io/${base.name}@${digest}`;
    },
  };
  const parts = [];
  for (const example of options.examples) {
    const entries = await entriesOf(example, equipment, options.peers, shared);
    for (const scenario of options.scenarios) {
      const reason = lacks(scenario, example, registry);
      if (reason) missing.push({ what: `${scenario.title}, ${example.id}`, reason });
      else {
        const found = await runScenario({ scenario, entries, bench: shared, missing });
        if (found.rounds.length > 0) parts.push({ example: example.id, scenario, ...found });
      }
    }
  }
  const start = await startTimes(join(root, 'examples', options.examples[0].id), {
    ...{ count: options.rounds, metered: !unmetered },
    look: () => stateOf(folder, options.loadLimit),
    failed: (what, cause) => missing.push({ what, reason: firstLine(cause) }),
  });
  const about = {
    date: new Date().toISOString().slice(0, 10),
    harden: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    machine: machine(),
    loadLimit: options.loadLimit,
  };
  return { run: summary({ about, peers: options.peers, parts, start, missing }), rounds: parts };
}

/** A project for each peer that can take part. harden's is first: its build names the database. */
async function entriesOf(example, equipment, peers, { lab, folder, baseOf, missing, started }) {
  const base = example.base && equipment.registry && (await baseOf(example, `0.${started}`));
  const entries = [];
  let database;
  for (const peer of peers) {
    say(`preparing ${peer.title} for ${example.id}`);
    try {
      const own = makeProject(example, peer, { folder, base });
      database ??= lab.trivyDatabase(own.database);
      const state = await peer.prepare?.({ ...equipment, database }, own);
      entries.push({ peer, own: { ...own, ...state } });
    } catch (cause) {
      missing.push({ what: `${peer.title}, ${example.id}`, reason: firstLine(cause) });
    }
  }
  return entries;
}
