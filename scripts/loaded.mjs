import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from './setup.mjs';

/**
 * A source of this repository, with what it takes of harden's own, as a module. It lies in the package while
 * this process runs, as it reads of it.
 */
export async function loaded(source) {
  const folder = mkdtempSync(join(root, 'node_modules/.harden-loaded-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const bundle = await rolldown({
    input: { source: join(root, source) },
    platform: 'node',
    external: [/^@dagger\.io\//],
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
  return import(pathToFileURL(join(folder, 'source.mjs')).href);
}
