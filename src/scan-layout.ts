import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { allEnded } from './all-ended.ts';
import type { Pipeline } from './dagger/index.ts';
import { HardenError } from './diagnostics/diagnostic.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import type { Platform, ScannerName } from './plan/types.ts';
import type { Image } from './report/types.ts';
import { parseGrype } from './scan/grype.ts';
import { identityOf } from './scan/identity.ts';
import { joinParts } from './scan/join-parts.ts';
import { parseTrivy } from './scan/trivy.ts';
import type { ScanReport } from './scan/types.ts';

export interface LayoutScan {
  scanners: readonly ResolvedScanner[];
  pipeline: Pipeline;
  /** The root that runs scanners, as an archive. */
  helper: () => Promise<string>;
  layout: string;
  platform: Platform;
  /** The layers of its base and of its app, where both together stand for it. */
  parts?: ImageParts;
  /** A path in the run's own folder. */
  path: (name: string) => string;
  /** Sets the scanner's cache apart, where other images are scanned at the same time. */
  scanCache?: string;
}

interface ImageParts {
  whole: Image;
  images: readonly [Image, Image];
}

/** What the scanners wrote, by the name that the report gives it. */
export const SCAN_OUTPUTS: Record<ScannerName, Record<string, string>> = {
  trivy: { trivy: 'trivy.json' },
  grype: { grype: 'grype.json', grypePackages: 'grype-packages.cdx.json' },
};

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

async function scanWith(
  scanner: ResolvedScanner,
  { pipeline, layout, platform, path, scanCache, helper }: LayoutScan,
): Promise<ScanReport> {
  const output = path(`${scanner.name}.json`);
  const packages = path(SCAN_OUTPUTS.grype['grypePackages'] as string);
  const { name, title, version, image, databasePath, javaIndex } = scanner;
  const log = await pipeline.scan({
    ...{ name, title, version, image, databasePath, layout, platform },
    ...{ cache: cacheOf(scanner, scanCache), output, packages, helper: await helper() },
    ...(javaIndex && { javaIndex: javaIndex.folder }),
  });
  const json = await readFile(output, 'utf8');
  const parsed =
    name === 'grype' ? parseGrype(json, await readFile(packages, 'utf8')) : parseTrivy(json, log);
  if (parsed.ok) return parsed.value;
  throw new HardenError(...parsed.diagnostics);
}

/** The index of jars sets the cache apart too, as what it named is part of what is known of a layer. */
function cacheOf({ javaIndex }: ResolvedScanner, scanCache?: string): string {
  const index = javaIndex?.database.digest.replace(/^sha256:/, '').slice(0, 12);
  return [scanCache, index].map((part) => (part ? `-${part}` : '')).join('');
}
