import { byFinding, byPackage } from './order.ts';
import type { ScanReport } from './types.ts';

type Scanned = ScanReport['image'];

/** A report of some layers of an image, and the image that was made of these alone. */
export interface PartReport {
  report: ScanReport;
  image: Scanned;
}

/**
 * What a scanner said of the base's layers and of the app's, as one report of the image. A part that
 * it did not scan stays the image it did scan, which is then no proof of the whole. Nothing when it
 * saw packages of a system in the app, as it did not know there which system that is.
 */
export function joinParts(
  [base, app]: readonly [PartReport, PartReport],
  whole: Scanned,
): ScanReport | undefined {
  if (app.report.os || app.report.packages.some((one) => one.class === 'os')) return undefined;
  const wrong = [base, app].find(({ report, image }) => !isOf(report.image, image));
  const { databaseBuilt } = app.report;
  return {
    ...base.report,
    ...(databaseBuilt && { databaseBuilt }),
    scanner: app.report.scanner,
    image: wrong ? wrong.report.image : whole,
    packages: [...base.report.packages, ...app.report.packages].sort(byPackage),
    findings: [...base.report.findings, ...app.report.findings].sort(byFinding),
  };
}

function isOf(scanned: Scanned, { configDigest, diffIds }: Scanned): boolean {
  const seen = new Set(scanned.diffIds);
  return scanned.configDigest === configDigest && diffIds.every((diffId) => seen.has(diffId));
}
