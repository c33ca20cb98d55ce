// `npm run bench:commands [rounds]`: how long builds and choices take, in one interleaved run. Prints medians and
// ranges; nothing fails on a time. Then how large images are beside naive ones, and how long the ledger of a
// large one takes. Builds a copy of examples/go-api, so that the project stays as it is.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { withoutBundle } from './bench/machine.mjs';
import { ledgerTable } from './ledger.mjs';
import { root, say } from './setup.mjs';
import { sizeTable } from './sizes.mjs';
import { withEngine } from './with-engine.mjs';

const FIVE = 'debian,distroless:debian13,slim';
const ROUNDS = Number(process.argv[2] ?? 5);

withoutBundle();
const folder = join(mkdtempSync(join(tmpdir(), 'harden-bench-')), 'go-api');
cpSync(join(root, 'examples/go-api'), folder, {
  recursive: true,
  filter: (f) => !f.endsWith('.harden'),
});
const cases = [
  // By the stamp of the last build, and by the engine.
  ['build, no change', ['build', folder, '--json']],
  ['build --force, no change', ['build', folder, '--json', '--force']],
  ['build, one line changed', ['build', folder, '--json'], changeOneLine],
  // Five bases: Debian 13 and 12, distroless, and slim of both.
  ['choose, one line changed', ['choose', folder, '--json', '--base', FIVE], changeOneLine],
];
const times = new Map(cases.map(([name]) => [name, []]));
let changes = 0;
const memory = new Map(cases.map(([name]) => [name, 0]));

let sizes = [];
let database = '';
await withEngine(() => {
  say('warming up');
  // What nothing fixes is built each time.
  measure(['lock', folder]);
  measure(['build', folder, '--json']);
  for (let round = 0; round < ROUNDS; round++) {
    say(`round ${round + 1} of ${ROUNDS}`);
    for (const [name, args, before] of cases) {
      before?.();
      const { milliseconds, kilobytes } = measure(args);
      times.get(name).push(milliseconds);
      memory.set(name, Math.max(memory.get(name), kilobytes));
    }
  }
  const { scanners } = JSON.parse(readFileSync(join(folder, '.harden', 'report.json'), 'utf8'));
  database = scanners.find(({ name }) => name === 'trivy').database.digest;
  say('building naive images');
  sizes = sizeTable();
  return 0;
});
rmSync(join(folder, '..'), { recursive: true, force: true });

const medianOf = (name) => times.get(name).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
const megabytes = (bytes) => Math.round(bytes / 1e6);
console.log(
  `Node ${process.version}, ${cpus().length} cores, ${megabytes(totalmem())} MB, load ${loadavg()[0].toFixed(2)}\n`,
);
console.log('| command | median ms | min | max | peak MB |');
console.log('|---|---:|---:|---:|---:|');
for (const [name, list] of times) {
  const sorted = list.toSorted((a, b) => a - b);
  const row = [name, medianOf(name), sorted[0], sorted.at(-1), megabytes(memory.get(name) * 1024)];
  console.log(`| ${row.join(' | ')} |`);
}

const ratio = medianOf('choose, one line changed') / medianOf('build, one line changed');
console.log(
  ['', 'Sizes, uncompressed, on the toolchain images that there are here:', '', ...sizes].join(
    '\n',
  ),
);
console.log(`\n${(await ledgerTable(ROUNDS, database)).join('\n')}`);
console.log(`\nchoose of five bases costs ${ratio.toFixed(2)} times one build of the same change`);

/** Runs the program with a preloaded reporter of its peak memory. */
function measure(args) {
  const start = performance.now();
  const child = spawnSync(
    process.execPath,
    ['--import', new URL('./peak-memory.mjs', import.meta.url).href, 'dist/cli.js', ...args],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 },
  );
  const milliseconds = Math.round(performance.now() - start);
  if (child.status !== 0) {
    process.stderr.write(child.stderr);
    process.exit(child.status ?? 1);
  }
  return { milliseconds, kilobytes: Number(/peak-kilobytes (\d+)/.exec(child.stderr)?.[1] ?? 0) };
}

function changeOneLine() {
  changes += 1;
  appendFileSync(join(folder, 'main.go'), `\nvar bench${changes} = ${Date.now()}\n`);
}
