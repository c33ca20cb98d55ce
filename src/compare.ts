import { compareReports } from './compare/compare.ts';
import type { Compared } from './compare/types.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import type { RunReport } from './report/types.ts';
import type { ScanRequest } from './scan-image.ts';
import { scanTarget } from './scan-target.ts';
import { isReport, storedReport } from './stored-report.ts';

export interface CompareRequest extends Omit<ScanRequest, 'image' | 'statements'> {
  /** Images as `harden scan` takes them, files of reports, project folders with one, or reports. */
  before: string | RunReport;
  after: string | RunReport;
  /** Scan the images of reports again, so that both are held against one database. */
  rescan: boolean;
}

/**
 * What is different in two images. Images are scanned, one after the other and so with the same
 * databases; reports are taken as they are and need no engine.
 */
export async function compare(request: CompareRequest): Promise<Compared> {
  const before = await sideFrom(request.before, request);
  const after = await sideFrom(request.after, request);
  return { comparison: compareReports(before, after), before, after };
}

async function sideFrom(side: string | RunReport, request: CompareRequest): Promise<RunReport> {
  if (typeof side !== 'string') return sideOf(side, side.image.name, request);
  if (!(await isReport(side, request.cwd))) return scanTarget({ ...request, image: side });
  const { report } = await storedReport(side, request.cwd);
  return sideOf(report, side, request);
}

async function sideOf(
  report: RunReport,
  name: string,
  request: CompareRequest,
): Promise<RunReport> {
  if (request.rescan) return scanTarget({ ...request, image: report.image.layout });
  if (report.packages) return report;
  throw new HardenError(
    error('report/unreadable', `${name} has no list of packages, as older reports`, {
      hint: 'build again, or add --rescan to scan its image again',
    }),
  );
}
