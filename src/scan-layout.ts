import { basename } from 'node:path';
import { allEnded } from './all-ended.ts';
import { HardenError } from './diagnostics/diagnostic.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import type { Platform } from './plan/types.ts';
import type { Image } from './report/types.ts';
import { runScanner, type ScannerRun } from './run-scanner.ts';
import { parseGrype } from './scan/grype.ts';
import { identityOf } from './scan/identity.ts';
import { joinParts } from './scan/join-parts.ts';
import { parseTrivy } from './scan/trivy.ts';
import type { ScanReport } from './scan/types.ts';

export interface LayoutScan extends ScannerRun {
  scanners: readonly ResolvedScanner[];
  layout: string;
  platform: Platform;
  /** The layers of its base and of its app, where both together stand for it. */
  parts?: ImageParts;
}

interface ImageParts {
  whole: Image;
  images: readonly [Image, Image];
}

/**
 * Scans a layout with all scanners at once. A scanner that keeps nothing of layers that it has seen
 * is given the parts, of which the engine keeps what it said. @throws HardenError when any of them
 * did not do it.
 */
export function scanLayout(scan: LayoutScan): Promise<ScanReport[]> {
  return allEnded(
    scan.scanners.map(async (scanner) => {
      const { parts } = scan;
      const joined = parts && scanner.name === 'grype' && (await scanParts(scanner, scan, parts));
      return joined || scanWith(scanner, scan);
    }),
  );
}

async function scanParts(
  scanner: ResolvedScanner,
  scan: LayoutScan,
  { images: [base, app], whole }: ImageParts,
): Promise<ScanReport | undefined> {
  const scanned = async (image: Image) => {
    const path = (name: string) => scan.path(`${basename(image.layout)}-${name}`);
    const report = await scanWith(scanner, { ...scan, layout: image.layout, path });
    return { report, image: identityOf(image) };
  };
  return joinParts(await allEnded([scanned(base), scanned(app)]), identityOf(whole));
}

async function scanWith(scanner: ResolvedScanner, scan: LayoutScan): Promise<ScanReport> {
  const { layout, platform } = scan;
  const { json, packages, log } = await runScanner(scanner, scan, {
    kind: 'image',
    layout,
    platform,
  });
  const parsed = scanner.name === 'grype' ? parseGrype(json, packages) : parseTrivy(json, log);
  if (parsed.ok) return parsed.value;
  throw new HardenError(...parsed.diagnostics);
}
