// How long inventory and ledger of a large image take, beside `trivy image` alone on the same layout.
// Nothing is known of its layers at first; then everything is, as in a second build on the same base.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './setup.mjs';

const cache = process.env.HARDEN_CACHE_DIR ?? join(homedir(), '.cache', 'harden');
const trivy = join(cache, 'lab', 'bin', 'trivy');

/** Markdown lines with medians of so many rounds, each with all cases in turn; Trivy's database by digest. */
export async function ledgerTable(rounds, database) {
  const folder = mkdtempSync(join(tmpdir(), 'harden-ledger-'));
  try {
    const programs = await bundled(join(folder, 'programs'));
    run(process.execPath, [join(programs, 'make-image.js'), folder]);
    const cases = {
      'ledger, new layers': () => ledger(programs, folder, true),
      'ledger, known layers': () => ledger(programs, folder, false),
      ...(existsSync(trivy) && { 'trivy image, new layers': () => scan(folder, database) }),
    };
    const seen = Object.keys(cases).map((name) => [name, []]);
    for (let round = 0; round < rounds; round++) {
      for (const [name, list] of seen) list.push(cases[name]());
    }
    const { files } = seen[0][1][0];
    return [
      `An image of ${files} files:`,
      '',
      '| what | median ms | peak MB |',
      '|---|---:|---:|',
      ...seen.map(([name, list]) => rowOf(name, list)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundled(dir) {
  const bundle = await rolldown({
    input: { 'make-image': 'scripts/ledger/make-image.ts', inspect: 'scripts/ledger/inspect.ts' },
    cwd: root,
    platform: 'node',
  });
  await bundle.write({ dir, format: 'esm' });
  await bundle.close();
  return dir;
}

function ledger(programs, folder, isNew) {
  const known = join(folder, 'cache');
  if (isNew) rmSync(known, { recursive: true, force: true });
  const env = { ...process.env, HARDEN_CACHE_DIR: known };
  return JSON.parse(run(process.execPath, [join(programs, 'inspect.js'), folder], env));
}

/** With the database that harden scanned with, and no layer that it knows. */
function scan(folder, database) {
  const own = join(folder, 'trivy');
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own);
  cpSync(join(cache, 'trivy-db', database.replace(':', '-'), 'db'), join(own, 'db'), {
    recursive: true,
  });
  const start = performance.now();
  run(trivy, [
    ...['image', '--input', join(folder, 'image'), '--cache-dir', own, '--format', 'json'],
    ...['--scanners', 'vuln', '--skip-db-update', '--offline-scan', '--quiet'],
  ]);
  return { milliseconds: Math.round(performance.now() - start) };
}

function rowOf(name, list) {
  const median = (key) => list.map((one) => one[key]).toSorted((a, b) => a - b)[list.length >> 1];
  const kilobytes = median('kilobytes');
  const memory = kilobytes ? Math.round((kilobytes * 1024) / 1e6) : '–';
  return `| ${name} | ${median('milliseconds')} | ${memory} |`;
}

function run(program, args, env = process.env) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout;
}
