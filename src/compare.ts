import { compareReports } from './compare/compare.ts';
import type { Comparison } from './compare/types.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import type { RunReport } from './report/types.ts';
import type { ScanRequest } from './scan-image.ts';
import { scanTarget } from './scan-target.ts';
import { isReport, storedReport } from './stored-report.ts';

export interface CompareRequest extends Omit<ScanRequest, 'image' | 'statements'> {
  /** Images as `harden scan` takes them, reports, or project folders with one. */
  before: string;
  after: string;
  /** Scan the images of reports again, so that both are held against one database. */
  rescan: boolean;
}

/**
 * What is different in two images. Images are scanned, one after the other and so with the same
 * databases; reports are taken as they are and need no engine.
 */
export async function compare(request: CompareRequest): Promise<Comparison> {
  const before = await sideFrom(request.before, request);
  const after = await sideFrom(request.after, request);
  return compareReports(before, after);
}

async function sideFrom(image: string, request: CompareRequest): Promise<RunReport> {
  if (!(await isReport(image, request.cwd))) return scanTarget({ ...request, image });
  const { report } = await storedReport(image, request.cwd);
  if (request.rescan) return scanTarget({ ...request, image: report.image.layout });
  if (report.packages) return report;
  throw new HardenError(
    error('report/unreadable', `${image} has no list of packages, as older reports`, {
      hint: 'build again, or add --rescan to scan its image again',
    }),
  );
}
