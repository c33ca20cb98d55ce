import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spread } from '../bench/stats.mjs';
import { root, say } from '../setup.mjs';

const METER = pathToFileURL(join(root, 'scripts/peak-memory.mjs')).href;

/**
 * Of each case and size the median of seconds and of megabytes at the peak. Each input is read once before,
 * unmeasured, as files that were never read are slow.
 */
export async function measureAll(cases, { inputs, folder, rounds }) {
  const results = [];
  for (const one of cases) {
    const places = [];
    for (const size of one.sizes) {
      say(`${one.title}: ${size} ${one.unit}`);
      const place = join(folder, one.id, `${size}`, 'input');
      await inputs[one.make](place, size);
      run(one.args(place));
      places.push({ size, place, runs: [] });
    }
    for (let round = 0; round < rounds; round++) {
      for (const { place, runs } of places) runs.push(run(one.args(place)));
    }
    const points = places.map(({ size, runs }) => ({
      size,
      seconds: spread(runs.map(({ seconds }) => seconds)).median,
      megabytes: spread(runs.map(({ megabytes }) => megabytes)).median,
    }));
    results.push({ title: one.title, unit: one.unit, points });
  }
  return results;
}

function run(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', METER, join(root, 'dist/cli.js'), ...args],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  const seconds = (performance.now() - start) / 1000;
  // A report that did not pass, and an image with something to say about, end with 1.
  if (status !== 0 && status !== 1)
    throw new Error(`${args.join(' ')}: ${status}\n${stderr.slice(-2000)}`);
  const kilobytes = Number(/peak-kilobytes (\d+)/.exec(stderr)?.[1]);
  return { seconds, megabytes: kilobytes / 1000 };
}
