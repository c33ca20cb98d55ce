import { readFileSync } from 'node:fs';
import { parseTrivy } from '../../src/scan/trivy.ts';
import type { ScanReport } from '../../src/scan/types.ts';

/** What Trivy 0.74.0 really printed for a small image; cut to fewer findings, only description, references, CWE and data source dropped. */
export function recordedJson(name: string): string {
  return readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
}

export function recorded(name: string): ScanReport {
  const result = parseTrivy(recordedJson(name), '');
  if (!result.ok) throw new Error(`the fixture ${name} does not parse`);
  return result.value;
}
