import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { cacheDir } from '../../src/cache.ts';
import { labPaths } from '../../src/engine/paths.ts';
import type { RunReport } from '../../src/report/types.ts';

const trivy = join(labPaths().bin, 'trivy');

/** Where Docker provides the engine there is no Trivy on the host. */
export const trivyIsInstalled = await stat(trivy).then(
  () => true,
  () => false,
);

export interface TrivyResult {
  Class: string;
  Type: string;
  Packages?: { Name: string; Version: string }[];
  Vulnerabilities?: { VulnerabilityID: string; PkgName: string }[];
}

/** Runs Trivy by hand on the layout that a build wrote, with the database of that build. */
export function trivyByHand(report: RunReport): Promise<TrivyResult[]> {
  return trivyWith(report, ['image', '--input', report.image.layout]);
}

/** The same for a bill of materials. */
export function trivySbom(report: RunReport, file: string): Promise<TrivyResult[]> {
  return trivyWith(report, ['sbom', file]);
}

async function trivyWith(report: RunReport, target: string[]): Promise<TrivyResult[]> {
  const cache = await mkdtemp(join(tmpdir(), 'harden-trivy-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const digest = report.scanners[0]?.database.digest ?? '';
  const database = join(cacheDir(), 'trivy-db', digest.replace(':', '-'), 'db');
  await cp(database, join(cache, 'db'), { recursive: true });
  const { stdout } = await promisify(execFile)(
    trivy,
    [
      ...target,
      ...['--format', 'json', '--scanners', 'vuln'],
      ...['--list-all-pkgs', '--cache-dir', cache, '--skip-db-update', '--skip-java-db-update'],
      ...['--offline-scan', '--skip-version-check', '--disable-telemetry', '--quiet'],
    ],
    { cwd: cache, maxBuffer: 1 << 28 },
  );
  return JSON.parse(stdout).Results;
}
