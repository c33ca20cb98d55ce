import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { type Published, publish } from '../publish.ts';
import { visibleJson } from '../report/visible.ts';
import { hoursOf } from '../spec/units.ts';
import { withProgress } from './progress.ts';
import { signerOf } from './signer.ts';
import type { CommandRun, Options, Terminal } from './terminal.ts';

const MAX_AGE = '24h';

/** `harden publish [path] --to REF`: exit 0 when it is there, 6 or 7 when not. */
export const runPublish: CommandRun = async ([path = '.'], options, terminal) => {
  const signer = await signerOf(options, terminal);
  const request = { ...requestOf(path, options, terminal), ...(signer && { signer }) };
  const published = await withProgress(terminal, (progress) => publish({ ...request, progress }));
  showPublished(published, options, terminal);
  return EXIT.passed;
};

/** As one JSON document, or each reference on a line of its own. */
export function showPublished(published: Published, options: Options, terminal: Terminal): void {
  if (options['json']) {
    terminal.out(`${visibleJson(JSON.stringify(published, null, 2))}\n`);
    return;
  }
  const { uploaded, mounted, existing, referrers } = published;
  terminal.err(
    `Pushed ${uploaded.blobs} blobs with ${uploaded.bytes} bytes; ${existing} were there, ${mounted} were taken over.
${referrers.length} documents are beside the image.\n`,
  );
  for (const tag of published.tags) terminal.out(`${tag}\n`);
}

function requestOf(path: string, options: Options, { cwd, env, now, signal }: Terminal) {
  const given = options['to'];
  return {
    ...{ path, cwd, env, signal, now: now() },
    to: given === undefined ? [] : [given].flat().map(String),
    maxAge: maxAgeOf(options['maxAge']),
  };
}

function maxAgeOf(option: unknown): number {
  const text = String(option ?? MAX_AGE);
  const hours = hoursOf(text);
  if (hours !== undefined) return hours;
  throw new HardenError(
    error('cli/bad-option', `--max-age is ${JSON.stringify(text)}, expected hours or days`, {
      hint: 'write it as --max-age 24h or --max-age 3d',
    }),
  );
}
