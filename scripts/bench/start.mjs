import { root, say } from '../setup.mjs';
import { measured } from './measure.mjs';
import { runRounds } from './rounds.mjs';
import { spread } from './stats.mjs';

/** Commands that ask no engine; Node alone is the floor of all of them. */
const COMMANDS = [
  ['Node alone', () => ['--eval', '0']],
  ['harden --version', () => ['dist/cli.js', '--version']],
  ['harden --help', () => ['dist/cli.js', '--help']],
  ['harden validate', (project) => ['dist/cli.js', 'validate', project]],
  ['harden plan', (project) => ['dist/cli.js', 'plan', project]],
];

/** How long each of them takes from start to end, in rounds of all of them; a command that fails is told. */
export async function startTimes(project, { count, metered, look, failed }) {
  const peers = COMMANDS.map(([id, args]) => ({ id, args: args(project) }));
  say('commands that ask no engine');
  const run = ({ args }) => measured([{ program: process.execPath, args, cwd: root }], metered);
  // The first start of all reads the program from the disk.
  for (const peer of peers) await run(peer).catch(() => undefined);
  const rounds = await runRounds({
    ...{ peers, count, look, run },
    failed: ({ id }, cause) => failed(id, cause),
  });
  return peers.flatMap(({ id }) => {
    const found = rounds.flatMap(({ samples }) => samples.filter(({ peer }) => peer === id));
    if (found.length === 0) return [];
    const of = (key) => spread(found.flatMap((one) => one[key] ?? []));
    return [{ command: id, milliseconds: of('milliseconds'), peakBytes: of('peakBytes') }];
  });
}
