import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { comparisonFormats, renderAs } from '../compare/formats.ts';
import { renderComparison } from '../compare/render.ts';
import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { outputOf } from '../output.ts';
import { packageVersion } from '../package-root.ts';
import type { Platform } from '../plan/types.ts';
import { destinationsOf } from '../publish/destinations.ts';
import type { Moved, Unchanged } from '../rebase/types.ts';
import { type RebaseRequest, rebase } from '../rebase.ts';
import { renderJson } from '../report/json.ts';
import { visible, visibleJson } from '../report/visible.ts';
import { shortDigest } from '../report/words.ts';
import { SPEC_FILE } from '../spec/text.ts';
import { askedReports } from './asked-reports.ts';
import { withProgress } from './progress.ts';
import { provenImage } from './proven-image.ts';
import { publishWith, refsOf, showPublished } from './publish.ts';
import { showReport } from './show-report.ts';
import { signerOf } from './signer.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';
import { type Show, withSpec } from './with-spec.ts';
import { writeText } from './write-reports.ts';

/**
 * `harden rebase [image or project]`: exit 0 when the policy holds on the new base or nothing changed, 1
 * when it does not, 4 without proof.
 */
export const runRebase: CommandRun = async ([target = '.'], options, terminal) => {
  const isProject = target === '.' || (await namesProject(target, terminal.cwd));
  const project = isProject ? target : String(options['project'] ?? '.');
  if (!(isProject || (await namesProject(project, terminal.cwd)))) throw noProject(target, project);
  return withSpec(project, options, terminal, async (compiled, show) => {
    const asked = askedReports(options, terminal, comparisonFormats);
    const signer = await signerOf(options, terminal);
    const to = refsOf(options['to']);
    if (to.length > 0) {
      destinationsOf(to);
      checkAlone(compiled);
    }
    const base = baseOf(options);
    const image = await imageOf(target, isProject, compiled.plan.platform, options, terminal);
    const result = await withProgress(terminal, (progress) =>
      rebase({
        ...surroundings(options, terminal),
        ...{ compiled, cwd: terminal.cwd, progress },
        frozen: options['frozen'] === true,
        ...image,
        ...(base !== undefined && { base }),
        ...(signer && { signer }),
      }),
    );
    if (!result.changed) return unchanged(result, options, terminal);
    const compared = { ...result, after: result.report };
    const problems = await Promise.all(
      asked.map(({ format, path }) =>
        writeText(path, renderAs(format, compared, packageVersion()), terminal.cwd),
      ),
    );
    const { folder } = compiled;
    const exitCode = await shown(
      result,
      { folder, image: compiled.image, show },
      options,
      terminal,
    );
    const written = show(problems.filter((one) => one !== undefined));
    if (exitCode !== EXIT.passed || to.length === 0) return exitCode || written;
    const publish = {
      path: outputOf(folder, compiled.image),
      to,
      maxAge: 1,
      ...(signer && { signer }),
    };
    showPublished(await publishWith(publish, terminal), options['json'] === true, terminal);
    return written;
  });
};

/** What is named as the target; a key makes it the very image that it signed. */
async function imageOf(
  target: string,
  isProject: boolean,
  platform: Platform,
  { key }: Options,
  terminal: Terminal,
): Promise<Pick<RebaseRequest, 'image' | 'key'>> {
  if (!isProject) {
    return key === undefined
      ? { image: target }
      : provenImage(target, String(key), platform, terminal);
  }
  if (key === undefined) return {};
  const hint = 'name the image as well: harden rebase ghcr.io/acme/shop:1.4.0 --key cosign.pub';
  throw new HardenError(error('cli/bad-option', '--key is about a published image', { hint }));
}

/** One image must not take the place of those for all platforms under a tag. */
function checkAlone({ others, platforms }: Pick<Compiled, 'others' | 'platforms'>): void {
  if (others.length === 0) return;
  const message = `--to: a rebase makes one image, and the spec is for ${platforms.join(' and ')}`;
  const hint = 'build all of them on the new base: harden update, then harden build --publish';
  throw new HardenError(error('cli/bad-option', message, { hint }));
}

/** The lock names one base, and the option another. */
function baseOf({ base, frozen }: Options): string | undefined {
  if (base === undefined) return undefined;
  if (frozen !== true) return String(base);
  throw new HardenError(
    error('cli/bad-option', '--base and --frozen each say which base it has to be', {
      hint: 'leave out --frozen: the base that passes is put into hardening.lock',
    }),
  );
}

/** A spec, or a folder that has one; all else is an image. */
async function namesProject(target: string, cwd: string): Promise<boolean> {
  if (/\.ya?ml$/.test(target)) return true;
  const isThere = (path: string) => stat(path).catch(() => undefined);
  return (await isThere(join(resolve(cwd, target), SPEC_FILE))) !== undefined;
}

function noProject(image: string, project: string): HardenError {
  const message = `there is no ${SPEC_FILE} in ${project}, which ${image} was built from`;
  const hint = 'name the project of the image: harden rebase IMAGE --project path/to/folder';
  return new HardenError(error('spec/missing-file', message, { hint }));
}

function unchanged({ image }: Unchanged, options: Options, terminal: Terminal): number {
  const { name, digest, base } = image;
  if (options['json']) {
    terminal.out(documentOf({ changed: false, image }));
    return EXIT.passed;
  }
  const on = base.digest ? `${base.ref} at ${shortDigest(base.digest)}` : base.ref;
  terminal.err(`${visible(name)} stands on ${visible(on)} already: nothing was written.\n`);
  terminal.out(`${name}@${digest}\n`);
  return EXIT.passed;
}

function documentOf(content: object): string {
  return `${visibleJson(JSON.stringify({ schemaVersion: 1, ...content }, null, 2))}\n`;
}

async function shown(
  result: Moved,
  made: { folder: string; image: string | undefined; show: Show },
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const { before: _, ...told } = result;
  const { report, comparison, kept, locked } = told;
  if (options['json']) {
    const silent = { ...terminal, quiet: true, out: () => {} };
    const exitCode = await showReport(report, { ...made, asked: [] }, options, silent);
    terminal.out(documentOf({ ...told, report: JSON.parse(renderJson(report)) }));
    return exitCode;
  }
  if (!terminal.quiet) terminal.err(`${renderComparison(comparison, terminal.width)}\n`);
  const exitCode = await showReport(report, { ...made, asked: [] }, options, terminal);
  if (!terminal.quiet) terminal.err(ending(kept.length, locked));
  terminal.out(`${report.image.name}@${report.image.digest}\n`);
  return exitCode;
}

function ending(kept: number, locked: boolean): string {
  const layers = kept === 1 ? 'the layer of the app is' : `all ${kept} layers of the app are`;
  const lock = locked ? ' hardening.lock has the new base.' : '';
  return `Nothing was built: ${layers} as before.${lock}\n`;
}
