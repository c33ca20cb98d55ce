import { answerUnchanged } from '../unchanged/answer.ts';
import { compiledBefore } from '../unchanged/planned.ts';
import type { Refused } from '../unchanged/refused.ts';
import { imageOf } from './image-option.ts';
import { showReport } from './show-report.ts';
import { tellImage, tellUnlocked } from './tell-built.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';

// The compiler and all that builds are loaded where the last build does not answer.

/**
 * `harden build [paths]`: exit 0 when the policy holds, 1 when not, 4 without proof; of several images
 * the worst of these.
 */
export const runBuild: CommandRun = async (paths, options, terminal) => {
  const last = await lastBuild(paths, options, terminal);
  if (last?.exitCode !== undefined) return last.exitCode;
  const { buildTargets } = await import('./build-targets.ts');
  return buildTargets(paths, options, terminal, last?.refused);
};

/** Those that change nothing of whether the last build answers, or that its stamp knows. */
const PLAIN = new Set(['--', 'json', 'quiet', 'logFile', 'engine', 'image', 'frozen']);

type Last = { exitCode: number; refused?: never } | { exitCode?: never; refused: Refused };

/** Undefined where only who compiles the spec can tell whether something changed. */
async function lastBuild(
  paths: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<Last | undefined> {
  const [path = '.', ...others] = paths;
  const isPlain = Object.entries(options).every(
    ([name, value]) => PLAIN.has(name) || (name === 'cache' && value === true),
  );
  if (others.length > 0 || !isPlain || terminal.env['HARDEN_SIGN_KEY']) return undefined;
  const before = await compiledBefore(path, imageOf(options));
  if (!before) return undefined;
  const frozen = options['frozen'] === true;
  const answered = await answerUnchanged({
    ...surroundings(options, terminal),
    ...{ ...before, frozen },
  });
  if (!answered?.report) return answered;
  const { report } = answered;
  const { folder, image } = before.compiled;
  const exitCode = await showReport(report, { folder, image, asked: [] }, options, terminal);
  await tellUnlocked(folder, terminal);
  if (!options['json']) tellImage(report.image, terminal);
  return { exitCode };
}
