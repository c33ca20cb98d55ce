import { readFile } from 'node:fs/promises';
import type { Pipeline, ScanTarget } from './dagger/index.ts';
import { HardenError } from './diagnostics/diagnostic.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import type { ScannerName } from './plan/types.ts';
import { parseGrypeSources } from './scan/grype.ts';
import { parseTrivySources } from './scan/trivy.ts';
import type { SourceReport } from './scan/types.ts';

/** Where a scanner runs, and where it writes. */
export interface ScannerRun {
  pipeline: Pipeline;
  /** The root that runs scanners, as an archive. */
  helper: () => Promise<string>;
  /** A path in the run's own folder. */
  path: (name: string) => string;
  /** Sets the scanner's cache apart, where other images are scanned at the same time. */
  scanCache?: string;
}

/** What the scanners wrote, by the name that the report gives it. */
export const SCAN_OUTPUTS: Record<ScannerName, Record<string, string>> = {
  trivy: { trivy: 'trivy.json' },
  grype: { grype: 'grype.json', grypePackages: 'grype-packages.cdx.json' },
};

/** Runs one scanner, and gives what it wrote: of Trivy its report alone. */
export async function runScanner(
  scanner: ResolvedScanner,
  { pipeline, path, scanCache, helper }: ScannerRun,
  target: ScanTarget,
): Promise<{ json: string; packages: string; log: string }> {
  const output = path(`${scanner.name}.json`);
  const packages = path(SCAN_OUTPUTS.grype['grypePackages'] as string);
  const { name, title, version, timeout, image, archive, databasePath, javaIndex } = scanner;
  const log = await pipeline.scan({
    ...{ name, title, version, timeout, image, databasePath, target },
    ...{ cache: cacheOf(scanner, scanCache), output, packages, helper: await helper() },
    ...(archive && { imageArchive: archive }),
    ...(javaIndex && { javaIndex: javaIndex.folder }),
  });
  return {
    json: await readFile(output, 'utf8'),
    packages: name === 'grype' ? await readFile(packages, 'utf8') : '',
    log,
  };
}

/**
 * Runs one scanner on lock files or on a bill of materials. @throws HardenError scan/failed,
 * scan/bad-output.
 */
export async function scanFiles(
  scanner: ResolvedScanner,
  run: ScannerRun,
  target: Exclude<ScanTarget, { kind: 'image' }>,
): Promise<SourceReport> {
  const { json, packages } = await runScanner(scanner, run, target);
  const parsed =
    scanner.name === 'grype' ? parseGrypeSources(json, packages) : parseTrivySources(json);
  if (parsed.ok) return parsed.value;
  throw new HardenError(...parsed.diagnostics);
}

/** The index of jars sets the cache apart too, as what it named is part of what is known of a layer. */
function cacheOf({ javaIndex }: ResolvedScanner, scanCache?: string): string {
  const index = javaIndex?.database.digest.replace(/^sha256:/, '').slice(0, 12);
  return [scanCache, index].map((part) => (part ? `-${part}` : '')).join('');
}
