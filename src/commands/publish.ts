import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { type Published, type PublishRequest, publish } from '../publish.ts';
import type { RunReport } from '../report/types.ts';
import { visibleJson } from '../report/visible.ts';
import { formatBytes } from '../report/words.ts';
import { readSpec } from '../spec/read.ts';
import { SPEC_FILE } from '../spec/text.ts';
import { hoursOf } from '../spec/units.ts';
import { imageOf, imagePath } from './image-option.ts';
import { withProgress } from './progress.ts';
import { signerOf } from './signer.ts';
import { type CommandRun, Interrupted, type Terminal } from './terminal.ts';

const MAX_AGE = '24h';

/** `harden publish [path] --to REF`: exit 0 when it is there, 6 or 7 when not. */
export const runPublish: CommandRun = async ([named = '.'], options, terminal) => {
  const path = imagePath(named, options);
  const signer = await signerOf(options, terminal);
  const maxAge = maxAgeOf(options['maxAge']);
  const given = refsOf(options['to']);
  const to =
    given.length > 0 ? given : await asSpecSays(resolve(terminal.cwd, named), imageOf(options));
  const asked = { path, to, maxAge, ...(signer && { signer }) };
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
  ).catch((thrown: unknown) => {
    throw signal.aborted ? new Interrupted(LEFT) : thrown;
  });
}

const HOUR = 3_600_000;

/** Hours since the judgement on an image that was just built, or found to be what a build would make. */
export function allowedAge({ unchanged }: Pick<RunReport, 'unchanged'>, now: Date): number {
  return 1 + (unchanged ? (now.getTime() - Date.parse(unchanged.since)) / HOUR : 0);
}

const LEFT = 'no tag is on half an image. The same command goes on from here.';

/** For people; each reference is on a line of its own, on stdout unless that has another document. */
export function showPublished(published: Published, quiet: boolean, terminal: Terminal): void {
  const { total, uploaded, mounted, existing, referrers } = published;
  const bytes = `${formatBytes(uploaded.bytes)} of ${formatBytes(total.bytes)}`;
  terminal.err(
    `Pushed ${uploaded.blobs} of ${total.blobs} blobs, ${bytes}; ${existing} were there, ${mounted} were taken over.
${referrers.length} documents are beside the image.\n`,
  );
  for (const tag of published.tags) (quiet ? terminal.err : terminal.out)(`${tag}\n`);
}

/** Of a project's folder; a layout has no spec. */
async function asSpecSays(folder: string, image?: string): Promise<readonly string[]> {
  const isProject = await stat(join(folder, SPEC_FILE)).catch(() => undefined);
  if (!isProject) return [];
  const read = await readSpec(folder, image);
  if (!read.ok) throw new HardenError(...read.diagnostics);
  return read.value.spec.publish?.to ?? [];
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
