import { EXIT } from '../diagnostics/exit-codes.ts';
import { readManifests } from '../project-manifests.ts';
import type { AskedReport } from '../report/asked.ts';
import { renderJson } from '../report/json.ts';
import { locateFinding } from '../report/locate.ts';
import { coloured, plain } from '../report/paint.ts';
import { renderText } from '../report/text.ts';
import type { RunReport } from '../report/types.ts';
import { violationMarks } from '../report/violations.ts';
import { showDiagnostics } from './show.ts';
import type { Options, Terminal } from './terminal.ts';
import type { Show } from './with-spec.ts';
import type { ReportPlace } from './write-reports.ts';

export interface Shown {
  folder?: string;
  /** Of a folder with several images, which one. */
  image?: string | undefined;
  show?: Show;
  /** What `--report` asks for. */
  asked: readonly AskedReport[];
}

/**
 * Writes the reports that were asked for, prints the run as one JSON document on stdout or for people
 * on stderr, and gives the exit code: 4 when the scan proved nothing, 1 when the policy is broken, 2
 * when a report could not be written, else 0.
 */
export async function showReport(
  run: RunReport,
  { folder, image, show = (found) => showDiagnostics(found, new Map(), terminal), asked }: Shown,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const { report, problems } = await written(run, asked, {
    ...(folder && { folder }),
    ...{ image, cwd: terminal.cwd, stored: run.reports['json'] },
  });
  if (!terminal.quiet || options['json'] || !report.verdict.pass) {
    await printReport(report, folder, options, terminal);
  }
  if (terminal.ci && report.verdict.violations.length > 0) {
    terminal.ci.annotate(violationMarks(report, await locator(folder, terminal)));
  }
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  const exitCode = show(errors);
  const hindered = show(problems);
  if (exitCode !== EXIT.passed) return exitCode;
  return report.verdict.pass ? hindered : EXIT.policy;
}

/** What renders them is loaded where one is asked for, as is the compiler. */
async function written(run: RunReport, asked: Shown['asked'], place: ReportPlace) {
  if (asked.length === 0) return { report: run, problems: [] };
  return (await import('./write-reports.ts')).writeReports(run, asked, place);
}

/** The lines of the project, in files as they are named from its repository. */
async function locator(folder: string | undefined, { cwd }: Terminal) {
  if (folder === undefined) return undefined;
  const { readProject } = await import('../project-lines.ts');
  return (await readProject(folder, cwd)).locate;
}

/** As JSON on stdout, or for people on stderr. */
export async function printReport(
  report: RunReport,
  folder: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  if (options['json']) terminal.out(renderJson(report));
  else terminal.err(await asText(report, folder, terminal));
}

/** The folder's manifests tell which line to change. */
async function asText(
  report: RunReport,
  folder: string | undefined,
  { width, color }: Terminal,
): Promise<string> {
  const manifests = folder ? await readManifests(folder) : [];
  return renderText(report, {
    width,
    paint: color ? coloured : plain,
    locate: (finding) => locateFinding(finding, manifests),
  });
}
