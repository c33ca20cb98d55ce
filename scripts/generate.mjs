// `npm run generate`: writes what is made from the schemas and presets.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();

const { generated } = await import(join(root, 'dist', 'generated.js'));

for (const [path, text] of Object.entries(await generated())) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}
