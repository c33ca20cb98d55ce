import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { readReport } from '../report/read.ts';
import type { RunReport } from '../report/types.ts';
import { askedReports } from './asked-reports.ts';
import { showDiagnostics } from './show.ts';
import { printReport } from './show-report.ts';
import type { CommandRun } from './terminal.ts';
import { writeReports } from './write-reports.ts';

const OUTPUT = '.harden';

/**
 * `harden report [folder|report.json]`: a stored run in any form, without an engine. Exit 0 when it
 * could be read and written, whatever the run's verdict was.
 */
export const runReport: CommandRun = async ([path = '.'], options, terminal) => {
  const { cwd } = terminal;
  const asked = askedReports(options, terminal);
  const file = await storedAt(resolve(cwd, path), path);
  const report = await readStored(file, path);
  const folder = basename(dirname(file)) === OUTPUT ? dirname(dirname(file)) : undefined;
  const project = { cwd, ...(folder && { folder }) };
  const { problems } = await writeReports(report, asked, project);
  if (asked.length === 0 || options['json']) {
    await printReport(report, folder, options, {
      ...terminal,
      ...{ err: terminal.out, color: false },
    });
  }
  return problems.length > 0 ? showDiagnostics(problems, new Map(), terminal) : EXIT.passed;
};

/** A folder stands for the report of its last build. */
async function storedAt(absolute: string, path: string): Promise<string> {
  const found = await stat(absolute).catch(() => undefined);
  if (!found) throw missing(path);
  if (!found.isDirectory()) return absolute;
  return basename(absolute) === OUTPUT
    ? join(absolute, 'report.json')
    : join(absolute, OUTPUT, 'report.json');
}

async function readStored(file: string, path: string): Promise<RunReport> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw missing(path);
  const read = readReport(text, path.endsWith('.json') ? path : join(path, OUTPUT, 'report.json'));
  if (read.ok) return read.value;
  throw new HardenError(...read.diagnostics);
}

function missing(path: string): HardenError {
  return new HardenError(
    error('cli/not-found', `${path} has no report of a build`, {
      hint: `run: harden build ${path}, or name a report.json`,
    }),
  );
}
