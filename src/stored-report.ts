import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { findBill } from './find-bill.ts';
import { outputOf, projectOf, readOutput } from './output.ts';
import { readReport } from './report/read.ts';
import type { RunReport } from './report/types.ts';

export interface StoredReport {
  report: RunReport;
  /** Its own path. */
  file: string;
  /** The project that it was built from, where it lies in one's output folder. */
  folder?: string;
  /** Which of the project's images, where it has several. */
  image?: string;
}

/**
 * The report of an earlier run: its file, or the project folder or output folder that it lies in.
 * @throws HardenError cli/not-found, report/unreadable.
 */
export async function storedReport(path: string, cwd: string): Promise<StoredReport> {
  const file = await storedAt(resolve(cwd, path), path);
  const text = await textOf(file);
  if (text === undefined) throw missing(path);
  const read = readReport(
    text,
    path.endsWith('.json') ? path : join(outputOf(path), 'report.json'),
  );
  if (!read.ok) throw new HardenError(...read.diagnostics);
  return { report: read.value, file, ...projectOf(dirname(file)) };
}

/** What lies in an output folder came with the project, and is read as its files are. */
function textOf(file: string): Promise<string | undefined> {
  const folder = dirname(file);
  if (projectOf(folder)) return readOutput(folder, basename(file));
  return readFile(file, 'utf8').catch(() => undefined);
}

/** Whether it names a report, and no image or bill of materials. */
export async function isReport(path: string, cwd: string): Promise<boolean> {
  const file = await storedAt(resolve(cwd, path), path).catch(() => undefined);
  if (!file?.endsWith('.json')) return false;
  if (await findBill(path, cwd)) return false;
  return (await stat(file).catch(() => undefined))?.isFile() === true;
}

/** A folder stands for the report of its last build. */
async function storedAt(absolute: string, path: string): Promise<string> {
  const found = await stat(absolute).catch(() => undefined);
  if (!found) throw missing(path);
  if (!found.isDirectory()) return absolute;
  return join(projectOf(absolute) ? absolute : outputOf(absolute), 'report.json');
}

function missing(path: string): HardenError {
  return new HardenError(
    error('cli/not-found', `${path} has no report of a build`, {
      hint: `run: harden build ${path}, or name a report.json`,
    }),
  );
}
