import { resolve } from 'node:path';
import { bundle } from '../bundle.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { count, formatBytes } from '../report/words.ts';
import { checkDecided, checkOnePlatform, checkPlace } from './bundled.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';
import { withPlatform } from './with-platform.ts';

/** `harden bundle [path]`: writes all that a build needs where there is no network. */
export const runBundle: CommandRun = ([path = '.'], options, terminal) =>
  withPlatform(path, options, terminal, async (compiled) => {
    const output = outputOf(options, terminal);
    checkPlace(output, compiled, '--output');
    checkDecided(compiled);
    checkOnePlatform(compiled);
    const written = await withProgress(terminal, (progress) =>
      bundle({
        ...surroundings(options, terminal),
        compiled,
        frozen: options['frozen'] === true,
        output,
        progress,
      }),
    );
    const { digest, size, entries, databases } = written;
    if (options['json']) {
      const document = { schemaVersion: 1, path: output, digest, size, entries, databases };
      terminal.out(`${JSON.stringify(document, null, 2)}\n`);
      return EXIT.passed;
    }
    const days = databases.map(({ updatedAt }) => updatedAt).sort();
    const of = days[0] ? `; oldest database of ${days[0]}` : '';
    terminal.err(`Bundled ${count(entries, 'part')}, ${formatBytes(size)}${of}.\n`);
    terminal.out(`${output}@${digest}\n`);
    return EXIT.passed;
  });

function outputOf({ output }: Options, { cwd }: Terminal): string {
  if (output !== undefined) return resolve(cwd, String(output));
  const hint = 'say where: harden bundle --output ../bundle.tar';
  throw new HardenError(error('cli/bad-option', 'a bundle is written nowhere', { hint }));
}
