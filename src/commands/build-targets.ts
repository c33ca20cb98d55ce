import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import type { Target } from '../many/targets.ts';
import { exportImage } from '../oci/export.ts';
import type { Baseline } from '../policy/delta.ts';
import { readBaseline } from '../report/baseline.ts';
import { formats } from '../report/formats.ts';
import type { RunReport } from '../report/types.ts';
import type { BuildRequest } from '../run.ts';
import { type Answered, answerUnchanged } from '../unchanged/answer.ts';
import { type Refused, tellRefused } from '../unchanged/refused.ts';
import { watchBuild } from '../unchanged/watch.ts';
import { askedReports } from './asked-reports.ts';
import type { Made, Request } from './build-platforms.ts';
import { checkDecided, checkOnePlatform, checkPlace } from './bundled.ts';
import { isForced } from './forced.ts';
import { narrows } from './narrowed.ts';
import { withProgress } from './progress.ts';
import type { Publishing } from './publish-built.ts';
import { selected } from './selected.ts';
import { type Shown, showReport } from './show-report.ts';
import { signerOf } from './signer.ts';
import { tellImage, tellUnlocked } from './tell-built.ts';
import { type Options, surroundings, type Terminal } from './terminal.ts';
import { withPlatform } from './with-platform.ts';

// What only a build needs is loaded when one is made.

/** Compiles and builds what the paths name. @param refused where the last build was asked already. */
export async function buildTargets(
  paths: readonly string[],
  options: Options,
  terminal: Terminal,
  refused?: Refused,
): Promise<number> {
  const targets = await selected(paths, options);
  const [only] = targets;
  const alone = targets.length === 1 && !narrows(options);
  if (only && alone) return buildTarget(only, options, terminal, refused);
  const { buildAll } = await import('./build-all.ts');
  return buildAll(targets, options, terminal);
}

const buildTarget = (
  { path, image }: Target,
  options: Options,
  terminal: Terminal,
  refused?: Refused,
) =>
  withPlatform(path, { ...options, image }, terminal, async (compiled, show) => {
    const asked = askedReports(options, terminal, formats);
    const baseline = await baselineOf(options['baseline'], terminal.cwd);
    const signer = await signerOf(options, terminal);
    const publishing = await publishingOf(options, compiled);
    const offline = offlineOf(options, compiled, terminal);
    const whole = await decidedOf(compiled, options, terminal);
    const { folder } = compiled;
    const request = {
      ...surroundings(options, terminal),
      compiled: whole,
      noCache: options['cache'] === false,
      frozen: options['frozen'] === true,
      ...(offline && { offline }),
      ...(baseline && { baseline }),
      ...(signer && { signer }),
      ...(refused && { refused }),
    };
    const output = options['output'] ? resolve(terminal.cwd, String(options['output'])) : undefined;
    const shown = { folder, image: compiled.image, show, asked };
    const made = await (whole.others.length > 0
      ? (await import('./build-platforms.ts')).buildPlatforms
      : buildOne)(request, output, shown, options, terminal);
    const { exitCode, image } = made;
    if (!offline) await tellUnlocked(folder, terminal);
    if (publishing && exitCode === EXIT.passed) {
      await publishing(made, { ...(signer && { signer }) }, terminal);
    } else if (!options['json']) tellImage(image, terminal);
    return exitCode;
  });

/** What was asked already is not asked again. */
type OneRequest = Request & { refused?: Refused };

async function buildOne(
  request: OneRequest,
  output: string | undefined,
  shown: Shown,
  options: Options,
  terminal: Terminal,
): Promise<Made> {
  const report = await reportOf(request, options, terminal);
  if (output) await exportImage(report.image.layout, output);
  return {
    exitCode: await showReport(report, shown, options, terminal),
    image: report.image,
    report,
  };
}

/** Of the last build, where nothing changed since. */
async function reportOf(
  { refused, ...request }: OneRequest,
  options: Options,
  terminal: Terminal,
): Promise<RunReport> {
  const answered = refused ? { refused } : await lastAnswer(request, options);
  if (answered?.report) return answered.report;
  return withProgress(terminal, async (progress) => {
    if (answered) tellRefused(answered.refused, progress);
    const { build } = await import('../build.ts');
    return build({ ...request, progress, watch: await watchBuild(request) });
  });
}

async function lastAnswer(request: Request, options: Options): Promise<Answered | undefined> {
  return isForced(options) ? undefined : answerUnchanged(request);
}

async function publishingOf(options: Options, compiled: Compiled): Promise<Publishing | undefined> {
  if (options['publish'] === undefined) return undefined;
  return (await import('./publish-built.ts')).publishBuilt(options, compiled);
}

async function decidedOf(
  compiled: Compiled,
  options: Options,
  terminal: Terminal,
): Promise<Compiled> {
  if (compiled.base !== 'auto') return compiled;
  return (await (await import('./decide.ts')).decided(compiled, options, terminal)).compiled;
}

function offlineOf(
  { offline, bundle, publish }: Options,
  compiled: Compiled,
  { cwd }: Terminal,
): BuildRequest['offline'] {
  if (offline === true) {
    if (publish !== undefined) throw badOption('--publish needs a network', 'leave out --offline');
    checkDecided(compiled);
    if (bundle === undefined) return {};
    const shown = String(bundle);
    const path = resolve(cwd, shown);
    checkPlace(path, compiled, '--bundle');
    checkOnePlatform(compiled);
    return { bundle: { path, shown } };
  }
  if (bundle === undefined) return undefined;
  throw badOption('--bundle is for builds without a network', 'write --offline as well');
}

function badOption(message: string, hint: string): HardenError {
  return new HardenError(error('cli/bad-option', message, { hint }));
}

async function baselineOf(file: unknown, cwd: string): Promise<Baseline | undefined> {
  if (file === undefined) return undefined;
  const path = String(file);
  const text = await readFile(resolve(cwd, path), 'utf8').catch(() => undefined);
  if (text === undefined) {
    const hint = 'name the report of an earlier build: .harden/report.json';
    throw new HardenError(error('cli/not-found', `there is no file ${path}`, { hint }));
  }
  const read = readBaseline(text, path);
  if (read.ok) return read.value;
  throw new HardenError(...read.diagnostics);
}
