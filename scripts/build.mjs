// Builds dist/: the program and the library as a few files that start fast, and their types.
// Each command is a chunk of its own, loaded when it runs; the Dagger SDK stays outside.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root, run } from './setup.mjs';

const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  cwd: root,
  platform: 'node',
  external: [/^node:/, /^@dagger\.io\//, /^@sigstore\//, 'openpgp', 'undici'],
});
await bundle.write({ dir: dist, format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js' });
await bundle.close();
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
