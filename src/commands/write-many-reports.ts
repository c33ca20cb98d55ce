import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import type { CompiledTarget } from '../many/compile-targets.ts';
import { slugsOf } from '../many/slug.ts';
import { packageVersion } from '../package-root.ts';
import { readProject } from '../project-lines.ts';
import type { AskedReport } from '../report/asked.ts';
import { formats } from '../report/formats.ts';
import type { ReportInput } from '../report/input.ts';
import { COMBINED, type Combined, renderCombined } from '../report/many/formats.ts';
import type { ImageRun, ManyReport } from '../report/many/types.ts';
import { askedReports } from './asked-reports.ts';
import { showDiagnostics } from './show.ts';
import type { Options, Terminal } from './terminal.ts';
import { writeReports, writeText } from './write-reports.ts';

/** Stands for the image in the path of a report. */
const EACH = '{image}';

interface Asked {
  /** One file for all of them. */
  combined: AskedReport<Combined>[];
  /** A file for each. */
  each: AskedReport[];
}

/**
 * The reports of `--report` for several images: with `{image}` in the path one for each, without it
 * one for all, in the forms that can tell of several.
 * @throws HardenError cli/bad-option.
 */
export function manyReports(options: Options, terminal: Terminal): Asked {
  const all = askedReports(options, terminal, formats);
  const each = all.filter(({ path }) => path.includes(EACH));
  const one = all.filter(({ path }) => !path.includes(EACH));
  const combined = one.flatMap(({ format, path }) =>
    isCombined(format) ? [{ format, path }] : [],
  );
  const wrong = one
    .filter(({ format }) => !isCombined(format))
    .map(({ format, path }) =>
      error('cli/bad-option', `--report ${format}=${path} tells of one image`, {
        hint: `write ${EACH} into its path, and each image has a file of its own`,
      }),
    );
  if (wrong.length > 0) throw new HardenError(...wrong);
  return { combined, each };
}

function isCombined(format: string): format is Combined {
  return COMBINED.some((one) => one === format);
}

/** Writes them, and names those of an image in its own stored report. */
export async function writeManyReports(
  report: ManyReport,
  asked: Asked,
  targets: readonly CompiledTarget[],
  terminal: Terminal,
): Promise<{ report: ManyReport; exitCode: number }> {
  const problems: Diagnostic[] = [];
  const slugs = slugsOf(targets.map(({ label }) => label));
  const images: ImageRun[] = [];
  for (const [at, run] of report.images.entries()) {
    images.push(await withReports(run, at));
  }
  const written = { ...report, images };
  if (asked.combined.length > 0) {
    const inputs = await inputsOf(written, targets, terminal.cwd);
    for (const { format, path } of asked.combined) {
      const text = renderCombined(format, { report: written, inputs, harden: packageVersion() });
      const problem = await writeText(path, text, terminal.cwd);
      if (problem) problems.push(problem);
    }
  }
  showDiagnostics(problems, new Map(), terminal);
  return { report: written, exitCode: problems.length > 0 ? EXIT.usage : EXIT.passed };

  async function withReports(run: ImageRun, at: number): Promise<ImageRun> {
    const result = targets[at]?.result;
    if (!run.report || !result?.ok) return run;
    const { folder, image } = result.value;
    const own = asked.each.map(({ format, path }) => ({
      format,
      path: path.replaceAll(EACH, slugs[at] ?? ''),
    }));
    const place = { folder, image, cwd: terminal.cwd, stored: run.report.reports['json'] };
    const done = await writeReports(run.report, own, place);
    problems.push(...done.problems);
    return { ...run, report: done.report };
  }
}

/** The images that were judged, with the lines of their projects. */
async function inputsOf(
  { images }: ManyReport,
  targets: readonly CompiledTarget[],
  cwd: string,
): Promise<ReportInput[]> {
  const inputs = images.map(async ({ report }, at) => {
    const result = targets[at]?.result;
    if (!report || !result?.ok) return [];
    const project = await readProject(result.value.folder, cwd, result.value.image);
    return [{ report, harden: packageVersion(), ...project }];
  });
  return (await Promise.all(inputs)).flat();
}
