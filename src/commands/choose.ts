import { readFile } from 'node:fs/promises';
import { renderChoice } from '../choose/render.ts';
import { choose } from '../choose.ts';
import { compile } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { writeLock } from '../lock/file.ts';
import { lockInputs } from '../lock-inputs.ts';
import { writeWhole } from '../records.ts';
import { BASE_WORDS } from '../spec/base-schema.ts';
import { withBase } from '../spec/edit.ts';
import { imageOf } from './image-option.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';
import { withSpec } from './with-spec.ts';

/** `harden choose [path]`: exit 0 when a base passes the policy, 1 when none does. */
export const runChoose: CommandRun = ([path = '.'], options, terminal) =>
  withSpec(path, options, terminal, async (compiled) => {
    if (options['write'] && compiled.image !== undefined) throw notWritten(compiled.image);
    const only = familiesOf(options['base']);
    const report = await withProgress(terminal, (progress) =>
      choose({ ...surroundings(options, terminal), compiled, only, progress }),
    );
    if (options['json']) terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    else terminal.err(renderChoice(report, terminal.width));
    if (!report.winner) return EXIT.policy;
    if (options['write']) await write(path, compiled.file, report.winner, options, terminal);
    if (!options['json']) terminal.out(`${report.winner}\n`);
    return EXIT.passed;
  });

/** The winner into the spec, with its comments as they are, and into the lock. */
async function write(
  path: string,
  file: string,
  winner: string,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = withBase(text, winner);
  if (changed === undefined) throw new Error(`${file} is no map any more`);
  await writeWhole(file, changed);
  const again = await compile(path, { image: imageOf(options) });
  if (!again.ok) {
    await writeWhole(file, text);
    throw new HardenError(...again.diagnostics);
  }
  const { content } = await withProgress(terminal, (progress) =>
    lockInputs({ ...surroundings(options, terminal), compiled: again.value, progress }),
  );
  await writeLock(again.value.folder, content);
  terminal.err(`Wrote base: ${winner} to ${file}, and what it stands for to hardening.lock.\n`);
}

/** Whether the winner is for one image or for all of the file is not for us to say. */
function notWritten(image: string): HardenError {
  return new HardenError(
    error('cli/bad-option', '--write cannot stand beside --image', {
      hint: `leave --write out, and put the winner below images.${image} by hand`,
    }),
  );
}

function familiesOf(given: unknown): string[] {
  if (given === undefined) return [];
  const names = String(given).split(',').filter(Boolean);
  const words: readonly string[] = BASE_WORDS;
  const unknown = names.find((name) => !words.includes(name.replace(/:.*$/, '')));
  if (unknown === undefined) return names;
  throw new HardenError(
    error('cli/bad-option', `there is no family of bases ${JSON.stringify(unknown)}`, {
      hint: `use some of: ${words.join(', ')}, each with a release after a colon if you like`,
    }),
  );
}
