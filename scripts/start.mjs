// `npm start`: the main job on a fresh machine. Sets everything up and builds examples/go-api.
import { attempt, harden, say, setUp } from './setup.mjs';
import { withEngine } from './with-engine.mjs';

setUp();
const example = process.argv[2] ?? 'examples/go-api';
process.exitCode = await withEngine(() => {
  say(`harden build ${example}`);
  return attempt(...harden('build', example));
});
