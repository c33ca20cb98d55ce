import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from '../setup.mjs';

/** What the bench takes of harden's own sources, as a module. It lies in the package, as it reads of it. */
export async function loadLab() {
  const folder = mkdtempSync(join(root, 'node_modules/.harden-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const bundle = await rolldown({
    input: { lab: join(root, 'scripts/bench/lab.ts') },
    platform: 'node',
    external: [/^@dagger\.io\//],
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
  return import(pathToFileURL(join(folder, 'lab.mjs')).href);
}
