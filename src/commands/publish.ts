import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { type Published, type PublishRequest, publish } from '../publish.ts';
import { visibleJson } from '../report/visible.ts';
import { hoursOf } from '../spec/units.ts';
import { withProgress } from './progress.ts';
import { signerOf } from './signer.ts';
import type { CommandRun, Terminal } from './terminal.ts';

const MAX_AGE = '24h';

/** `harden publish [path] --to REF`: exit 0 when it is there, 6 or 7 when not. */
export const runPublish: CommandRun = async ([path = '.'], options, terminal) => {
  const signer = await signerOf(options, terminal);
  const maxAge = maxAgeOf(options['maxAge']);
  const asked = { path, to: refsOf(options['to']), maxAge, ...(signer && { signer }) };
  const published = await publishWith(asked, terminal);
  if (options['json']) terminal.out(`${visibleJson(JSON.stringify(published, null, 2))}\n`);
  else showPublished(published, false, terminal);
  return EXIT.passed;
};

/** Publishes as the process and its environment say. */
export function publishWith(
  asked: Pick<PublishRequest, 'path' | 'to' | 'maxAge' | 'signer'>,
  terminal: Terminal,
): Promise<Published> {
  const { cwd, env, signal } = terminal;
  return withProgress(terminal, (progress) =>
    publish({ ...asked, cwd, env, signal, now: terminal.now(), progress }),
  );
}

/** For people; each reference is on a line of its own, on stdout unless that has another document. */
export function showPublished(published: Published, quiet: boolean, terminal: Terminal): void {
  const { uploaded, mounted, existing, referrers } = published;
  terminal.err(
    `Pushed ${uploaded.blobs} blobs with ${uploaded.bytes} bytes; ${existing} were there, ${mounted} were taken over.
${referrers.length} documents are beside the image.\n`,
  );
  for (const tag of published.tags) (quiet ? terminal.err : terminal.out)(`${tag}\n`);
}

/** An option that may be given several times. */
export function refsOf(given: unknown): string[] {
  return given === undefined ? [] : [given].flat().map(String);
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
