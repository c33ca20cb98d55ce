import { EXIT } from '../diagnostics/exit-codes.ts';
import { formats } from '../report/formats.ts';
import { storedReport } from '../stored-report.ts';
import { askedReports } from './asked-reports.ts';
import { imagePath } from './image-option.ts';
import { showDiagnostics } from './show.ts';
import { printReport } from './show-report.ts';
import type { CommandRun } from './terminal.ts';
import { writeReports } from './write-reports.ts';

/**
 * `harden report [folder|report.json]`: a stored run in any form, without an engine. Exit 0 when it
 * could be read and written, whatever the run's verdict was.
 */
export const runReport: CommandRun = async ([path = '.'], options, terminal) => {
  const { cwd } = terminal;
  const asked = askedReports(options, terminal, formats);
  const { report, folder, image } = await storedReport(imagePath(path, options), cwd);
  const project = { cwd, image, ...(folder && { folder }) };
  const { problems } = await writeReports(report, asked, project);
  if (asked.length === 0 || options['json']) {
    await printReport(report, folder, options, {
      ...terminal,
      ...{ err: terminal.out, color: false },
    });
  }
  return problems.length > 0 ? showDiagnostics(problems, new Map(), terminal) : EXIT.passed;
};
