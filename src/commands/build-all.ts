import { availableParallelism } from 'node:os';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { hasLock, LOCK_FILE } from '../lock/name.ts';
import { buildMany } from '../many/build-many.ts';
import type { CompiledTarget } from '../many/compile-targets.ts';
import type { Target } from '../many/targets.ts';
import { worstOf } from '../many/worst.ts';
import { factsOf } from '../report/many/facts.ts';
import { renderManyJson } from '../report/many/json.ts';
import { renderManyText } from '../report/many/text.ts';
import type { ManyReport } from '../report/many/types.ts';
import { coloured, plain } from '../report/paint.ts';
import { isForced } from './forced.ts';
import { checkPlatforms, fitForMany, jobsOf } from './many-options.ts';
import { narrowed } from './narrowed.ts';
import { withManyProgress } from './progress.ts';
import { showCompiled } from './show-compiled.ts';
import { showFailed } from './show-failed.ts';
import { signerOf } from './signer.ts';
import { type Options, surroundings, type Terminal } from './terminal.ts';
import { compileFor } from './with-platform.ts';
import { manyReports, writeManyReports } from './write-many-reports.ts';

/** Much of a build is waiting for the engine and for registries. */
const EACH_PROCESSOR = 2;

/** Several images in one session; each is built as alone, and the exit code is the worst. */
export async function buildAll(
  found: readonly Target[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  fitForMany(options, found.length);
  const asked = manyReports(options, terminal);
  const jobs = jobsOf(options, availableParallelism() * EACH_PROCESSOR);
  const signer = await signerOf(options, terminal);
  const targets = await narrowed(await compileFor(found, options), options, terminal);
  checkPlatforms(targets);
  showCompiled(
    targets.filter(({ result }) => result.ok),
    terminal,
  );
  const publishing =
    options['publish'] === undefined
      ? undefined
      : (await import('./publish-all.ts')).publishAll(targets, options);
  const report = await withManyProgress(terminal, (view) =>
    buildMany({
      ...surroundings(options, terminal),
      ...{ targets, jobs, failFast: options['failFast'] === true },
      noCache: options['cache'] === false,
      force: isForced(options),
      frozen: options['frozen'] === true,
      ...(signer && { signer }),
      progressOf: (label) => (event) => view.show(label, event),
      ended: (run) => {
        const { outcome, seconds, why } = factsOf(run);
        view.ended(run.label, [outcome, seconds, why].filter(Boolean).join('  '));
      },
    }),
  );
  const signing = { ...(signer && { signer }) };
  const published = publishing ? await publishing(report, signing, terminal) : report;
  const written = await writeManyReports(published, asked, targets, terminal);
  await show(written.report, targets, options, terminal);
  return worstOf([written.report.exitCode, written.exitCode]);
}

async function show(
  report: ManyReport,
  targets: readonly CompiledTarget[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { width, color, quiet } = terminal;
  if (options['json']) terminal.out(renderManyJson(report));
  await showFailed(report, targets, options, terminal);
  if (!options['json']) {
    if (!quiet || report.exitCode !== EXIT.passed) {
      terminal.err(renderManyText(report, { width, paint: color ? coloured : plain }));
    }
    for (const { report: one, published } of report.images) {
      if (published) terminal.out(published.map((tag) => `${tag}\n`).join(''));
      else if (one) terminal.out(`${one.image.name}@${one.image.digest}\n`);
    }
  }
  if (!quiet) await tellUnlocked(targets, terminal);
}

async function tellUnlocked(targets: readonly CompiledTarget[], terminal: Terminal): Promise<void> {
  const folders = targets.flatMap(({ result }) => (result.ok ? [result.value.folder] : []));
  const locked = await Promise.all([...new Set(folders)].map(hasLock));
  const without = locked.filter((has) => !has).length;
  if (without === 0) return;
  terminal.err(`${without} of ${locked.length} specs have no ${LOCK_FILE}: what names stand for today may be another
tomorrow. Keep it with: harden lock
`);
}
