import { readFileSync } from 'node:fs';
import { parseGrype } from '../../src/scan/grype.ts';
import type { ScanReport } from '../../src/scan/types.ts';

/** What Grype 0.118.0 really wrote for a small image: its report and its list of packages. Dropped: components that are files, its settings, the image's manifest. */
export function recordedGrypeJson(name: string): [report: string, packages: string] {
  const read = (file: string) =>
    readFileSync(new URL(`fixtures/grype/${file}`, import.meta.url), 'utf8');
  return [read(`${name}.json`), read(`${name}.cdx.json`)];
}

export function recordedGrype(name: string): ScanReport {
  const result = parseGrype(...recordedGrypeJson(name));
  if (!result.ok) throw new Error(`the fixture ${name} does not parse`);
  return result.value;
}
