// `npm run bench`: how long harden takes beside other builders, on the same projects, in one run whose
// rounds alternate. Nothing fails on a time; a builder that does not make the same files is left out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAll } from './bench/all.mjs';
import { equip } from './bench/equipment.mjs';
import { examplesOf } from './bench/examples.mjs';
import { loadLimit, withoutBundle } from './bench/machine.mjs';
import { optionsOf, USAGE } from './bench/options.mjs';
import { peersOf } from './bench/peers.mjs';
import { ratioLines, render } from './bench/render.mjs';
import { scenariosOf } from './bench/scenarios.mjs';
import { loaded } from './loaded.mjs';
import { withMeasured } from './measured-page.mjs';
import { root } from './setup.mjs';
import { withEngine } from './with-engine.mjs';

const PAGE = join(root, 'docs/performance.md');
const SUMMARY = join(root, 'docs/performance.json');

const options = asked();
withoutBundle();
const folder = mkdtempSync(join(tmpdir(), 'harden-bench-'));
try {
  const { run, rounds } = await withEngine(bench);
  const text = render(run);
  console.log(options.quick ? [text, '', ...ratioLines(run)].join('\n') : text);
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ run, rounds }, null, 2)}\n`);
  if (options.write) {
    writeFileSync(SUMMARY, `${JSON.stringify(run, null, 2)}\n`);
    writeFileSync(PAGE, withMeasured(readFileSync(PAGE, 'utf8'), text));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function asked() {
  try {
    const read = optionsOf(process.argv.slice(2));
    if (read.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    return {
      ...read,
      examples: examplesOf(read.examples),
      scenarios: scenariosOf(read.scenarios),
      peers: peersOf(read.peers),
      loadLimit: read.loadLimit ?? loadLimit(),
    };
  } catch (cause) {
    process.stderr.write(`${cause.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function bench() {
  const lab = await loaded('scripts/bench/lab.ts');
  const equipment = await equip(lab, new Set(options.peers.flatMap(({ needs = [] }) => needs)));
  // A daemon outlives who only stops: it is ended first.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(signal, async () => {
      await equipment.buildkit?.close();
      rmSync(folder, { recursive: true, force: true });
      process.exit(code);
    });
  }
  try {
    return await runAll({ lab, equipment, folder, options });
  } finally {
    await equipment.buildkit?.close();
  }
}
