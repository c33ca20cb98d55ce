// `npm run growth`: time and memory of harden against the size of what it works on, without an engine. With
// `--write` the table and the pictures of docs/growth.md. Sizes alternate in each round.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machine } from './bench/machine.mjs';
import { CASES } from './growth/cases.mjs';
import { measureAll } from './growth/measure.mjs';
import { plot } from './growth/plot.mjs';
import { growthTable } from './growth/table.mjs';
import { loaded } from './loaded.mjs';
import { withMeasured } from './measured-page.mjs';
import { root } from './setup.mjs';

const ROUNDS = 5;
const write = process.argv.includes('--write');

const folder = mkdtempSync(join(tmpdir(), 'harden-growth-'));
try {
  const results = await measureAll(CASES, {
    inputs: await loaded('scripts/growth/inputs.ts'),
    folder,
    rounds: ROUNDS,
  });
  const text = growthTable(results, { ...machine(), rounds: ROUNDS, date: new Date() });
  console.log(text);
  if (write) {
    const page = join(root, 'docs/growth.md');
    writeFileSync(page, withMeasured(readFileSync(page, 'utf8'), text));
    writeFileSync(join(root, 'docs/growth-time.svg'), plot(results, 'seconds'));
    writeFileSync(join(root, 'docs/growth-memory.svg'), plot(results, 'megabytes'));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
