import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { isInside } from '../is-inside.ts';
import { packageVersion } from '../package-root.ts';
import { readProject } from '../project-lines.ts';
import { writeWhole } from '../records.ts';
import type { AskedReport } from '../report/asked.ts';
import { renderReport } from '../report/formats.ts';
import { renderJson } from '../report/json.ts';
import type { RunReport } from '../report/types.ts';
import { repositoryRoot } from '../repository-root.ts';

export interface ReportPlace {
  folder?: string;
  /** Of a folder with several images, which one. */
  image?: string | undefined;
  cwd: string;
  /** The stored report of the run. */
  stored?: string | undefined;
}

interface Written {
  /** The report, which names the files. */
  report: RunReport;
  problems: Diagnostic[];
}

/**
 * Writes the reports that were asked for, each whole or not at all, and names them in the stored report
 * of the run, where there is one.
 */
export async function writeReports(
  report: RunReport,
  asked: readonly AskedReport[],
  { folder, image, cwd, stored }: ReportPlace,
): Promise<Written> {
  if (asked.length === 0) return { report, problems: [] };
  const project = folder === undefined ? {} : await readProject(folder, cwd, image);
  const input = { report, harden: packageVersion(), ...project };
  const texts = asked.map((one) => ({ ...one, text: renderReport(one.format, input) }));
  const reports = { ...report.reports };
  const problems: Diagnostic[] = [];
  for (const { format, path, text } of texts) {
    const problem = await writeText(path, text, cwd);
    if (problem) problems.push(problem);
    else reports[freeName(format, reports)] = path;
  }
  const named = { ...report, reports };
  if (stored) await writeWhole(stored, renderJson(named));
  return { report: named, problems };
}

/** Writes a file whole or not at all; gives what hindered it (report/cannot-write). */
export async function writeText(
  path: string,
  text: string,
  cwd: string,
): Promise<Diagnostic | undefined> {
  try {
    const place = resolve(cwd, path);
    const target = await behindLinks(place);
    if (await leadsOut(place, target, repositoryRoot(cwd) ?? cwd)) return leadingOut(path, target);
    await writeWhole(target, text);
    return undefined;
  } catch (cause) {
    return cannotWrite(path, cause as NodeJS.ErrnoException);
  }
}

/** A link stays, and what it leads to is written. */
async function behindLinks(path: string): Promise<string> {
  const inFolder = async () => join(await realpath(dirname(path)), basename(path));
  return realpath(path).catch(() => inFolder().catch(() => path));
}

/** A link of a project, which somebody else may have made, says nothing of where the user wants to write. */
async function leadsOut(place: string, target: string, root: string): Promise<boolean> {
  return (
    isInside(root, place) && ![root, await realpath(root)].some((one) => isInside(one, target))
  );
}

/** `json` is the stored report, so that another one is `json-2`. */
function freeName(format: string, taken: Record<string, string>): string {
  let name = format;
  for (let number = 2; name in taken; number++) name = `${format}-${number}`;
  return name;
}

function leadingOut(path: string, target: string): Diagnostic {
  const fact = `the report ${path} cannot be written: a link leads out of the project`;
  return error('report/cannot-write', fact, {
    hint: `remove the link, or name the file itself: ${target}`,
  });
}

function cannotWrite(path: string, { code, message }: NodeJS.ErrnoException): Diagnostic {
  return error('report/cannot-write', `the report ${path} cannot be written: ${code ?? message}`, {
    hint: 'name a path that can be written, then run: harden report --report name=path',
  });
}
