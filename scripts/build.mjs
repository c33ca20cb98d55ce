// Builds dist/: the program and the library as a few files that start fast, and their types. All
// packages are inside, so what is published depends on none. Each command is a chunk of its own,
// loaded when it runs, as are the Dagger SDK, Sigstore, OpenPGP and proxies. With `--program` there are no types.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { billOfMaterials } from './bundle/bill.mjs';
import { thirdPartyNotices } from './bundle/notices.mjs';
import { bundledPackages } from './bundle/packages.mjs';
import { publishTypes } from './bundle/types.mjs';
import { root, run } from './setup.mjs';

const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: {
    cli: 'src/cli.ts',
    index: 'src/index.ts',
    'deflate-worker': 'src/oci/deflate-worker.ts',
  },
  cwd: root,
  platform: 'node',
  // Of packages that come in both forms only what is used of an ES module is taken.
  resolve: { mainFields: ['module', 'main'] },
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  chunkFileNames: 'chunks/[name]-[hash].js',
  // All that an unchanged build needs is one file: to find and link sixty takes longer than to read them.
  // What names the cache comes before it, so that its compiled form can be kept there.
  codeSplitting: {
    groups: [
      { name: 'cache', test: /[\\/]src[\\/]cache\.ts$/, priority: 1 },
      { name: 'start', test: /[\\/]src[\\/]commands[\\/](?:main|build)\.ts$/ },
    ],
  },
});
await bundle.close();
const packages = bundledPackages(output.flatMap((chunk) => chunk.moduleIds ?? []));
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(dist, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(root, packages));
writeFileSync(join(dist, 'bundled.cdx.json'), billOfMaterials(own, packages));
// An image has nobody who compiles against it.
if (!process.argv.includes('--program')) {
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  publishTypes(join(dist, 'types'));
}
