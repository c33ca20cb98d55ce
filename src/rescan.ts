import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HardenError } from './diagnostics/diagnostic.ts';
import { OUTPUT } from './output.ts';
import type { Baseline } from './policy/delta.ts';
import { writeWhole } from './records.ts';
import { renderJson } from './report/json.ts';
import { readReport } from './report/read.ts';
import type { RunReport } from './report/types.ts';
import type { ScanRequest } from './scan-image.ts';
import { scanTarget } from './scan-target.ts';
import { isReport, storedReport } from './stored-report.ts';

export interface RescanRequest extends Omit<ScanRequest, 'image' | 'baseline' | 'statements'> {
  /** Images and bills of materials, or reports of builds, whose image or bill is scanned. */
  targets: readonly string[];
  /** The folder with the results of earlier runs, made where it is not there. */
  store: string;
}

export interface Rescanned {
  target: string;
  report: RunReport;
  /** When the result was made that this one is held against. */
  since?: string;
}

/**
 * Scans what was built or published earlier with the advisories of today, one after the other. Only
 * what the last result did not have counts; the first result of a target counts as a whole.
 */
export async function rescan(request: RescanRequest): Promise<Rescanned[]> {
  const results: Rescanned[] = [];
  for (const target of request.targets) results.push(await rescanOne(target, request));
  return results;
}

async function rescanOne(target: string, request: RescanRequest): Promise<Rescanned> {
  const { cwd, store } = request;
  const file = join(resolve(cwd, store), `${keyOf(target)}.json`);
  const built = (await isReport(target, cwd))
    ? (await storedReport(target, cwd)).report
    : undefined;
  const last = (await lastResult(file)) ?? built;
  const image = built ? await scannedOf(built, target, cwd) : target;
  const asked = { ...request, image, ...(last && { baseline: baselineOf(last) }) };
  const report = await scanTarget(asked);
  const since = last?.times?.finished;
  await writeWhole(file, renderJson(report));
  return { target, report, ...(since && { since }) };
}

/** The image where it still lies, else the bill of materials beside the report. */
async function scannedOf(report: RunReport, target: string, cwd: string): Promise<string> {
  const { layout } = report.image;
  if (await isThere(join(layout, 'index.json'))) return layout;
  const path = resolve(cwd, target);
  const folders = [dirname(path), join(path, OUTPUT), path];
  for (const folder of folders) {
    const bill = join(folder, 'sbom.cdx.json');
    if (await isThere(bill)) return bill;
  }
  return layout;
}

async function lastResult(file: string): Promise<RunReport | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const read = readReport(text, file);
  // Left as it is, everything would look new: whoever stored it has to know.
  if (!read.ok) throw new HardenError(...read.diagnostics);
  return read.value;
}

function baselineOf({ findings, image }: RunReport): Baseline {
  return { findings, layers: image.layers };
}

/** A name that files can have, and no two targets have. */
function keyOf(target: string): string {
  const words = target
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(-60);
  return `${words}-${createHash('sha256').update(target).digest('hex').slice(0, 8)}`;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
