import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from '../setup.mjs';

/** What makes inputs, of harden's own sources, as a module. It lies in the package, as it reads of it. */
export async function loadInputs() {
  const folder = mkdtempSync(join(root, 'node_modules/.harden-growth-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const input = { inputs: join(root, 'scripts/growth/inputs.ts') };
  const bundle = await rolldown({ input, platform: 'node' });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
  return import(pathToFileURL(join(folder, 'inputs.mjs')).href);
}
