// `npm run generate`: writes what is made from the schemas and presets.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from './setup.mjs';

// The generator is no part of the program, so it is built apart from it.
const bundle = await rolldown({ input: join(root, 'src/generated.ts'), platform: 'node' });
const built = join(root, 'node_modules/.harden/generated.mjs');
await bundle.write({ file: built, format: 'esm' });
await bundle.close();
const { generated } = await import(pathToFileURL(built).href);

for (const [path, text] of Object.entries(await generated())) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}
