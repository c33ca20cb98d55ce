import { packageVersion } from '../package-root.ts';
import { readProject } from '../project-lines.ts';
import { type Format, renderReport } from '../report/formats.ts';
import type { RunReport } from '../report/types.ts';
import { storedReport } from '../stored-report.ts';
import { type CallOptions, surroundings } from './options.ts';

export interface ReportOptions extends Pick<CallOptions, 'cwd'> {
  /** The project that was built: its files tell which line to change. */
  folder?: string;
}

/**
 * A run in one of the forms of `harden report`, as text. The run is a report, the file of one, or a
 * project folder with one, which is then the project too.
 * @throws HardenError cli/not-found, report/unreadable.
 */
export async function report(
  run: RunReport | string,
  format: Format,
  options: ReportOptions = {},
): Promise<string> {
  const { cwd } = surroundings(options);
  const stored = typeof run === 'string' ? await storedReport(run, cwd) : { report: run };
  const folder = options.folder ?? ('folder' in stored ? stored.folder : undefined);
  const project = folder === undefined ? {} : await readProject(folder, cwd);
  return renderReport(format, { report: stored.report, harden: packageVersion(), ...project });
}
