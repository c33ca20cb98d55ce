// `node scripts/scale.mjs`: writes the table of docs/scale.md, by simulation with the real scheduler.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from './setup.mjs';

const page = join(root, 'docs/scale.md');
const folder = mkdtempSync(join(root, 'node_modules/.harden-scale-'));
try {
  const bundle = await rolldown({ input: join(root, 'scripts/scale/table.ts'), platform: 'node' });
  const built = join(folder, 'table.mjs');
  await bundle.write({ file: built, format: 'esm' });
  await bundle.close();
  const { scaleTable, withTable } = await import(pathToFileURL(built).href);
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), await scaleTable()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
