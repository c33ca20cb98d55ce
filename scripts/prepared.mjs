// `node scripts/prepared.mjs NAME …`: runs a script of this folder that takes packages, which a fresh
// checkout does not have before.
import { setUp } from './setup.mjs';

const [name] = process.argv.splice(2, 1);
setUp();
await import(`./${name}.mjs`);
