import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { cacheDir } from '../../src/cache.ts';
import { labPaths } from '../../src/engine/paths.ts';
import { harden } from '../program.ts';

const trivy = join(labPaths().bin, 'trivy');
const installed = await stat(trivy).then(
  () => true,
  () => false,
);

// Where Docker provides the engine there is no Trivy on the host to compare with.
test.runIf(installed)('trivy by hand on the written layout finds the same', async () => {
  const run = await harden(['build', 'examples/vulnerable-go', '--json']);
  const report = JSON.parse(run.stdout);
  const [scanner] = report.scanners;
  const cache = await mkdtemp(join(tmpdir(), 'harden-trivy-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const database = join(cacheDir(), 'trivy-db', scanner.database.digest.replace(':', '-'), 'db');
  await cp(database, join(cache, 'db'), { recursive: true });

  const { stdout } = await promisify(execFile)(
    trivy,
    [
      ...['image', '--input', report.image.layout, '--format', 'json', '--scanners', 'vuln'],
      ...['--cache-dir', cache, '--skip-db-update', '--skip-java-db-update', '--offline-scan'],
      ...['--skip-version-check', '--disable-telemetry', '--quiet'],
    ],
    { cwd: cache, maxBuffer: 1 << 28 },
  );
  const results: { Vulnerabilities?: { VulnerabilityID: string; PkgName: string }[] }[] =
    JSON.parse(stdout).Results;
  const byHand = results
    .flatMap(({ Vulnerabilities = [] }) => Vulnerabilities)
    .map(({ VulnerabilityID, PkgName }) => `${VulnerabilityID} ${PkgName}`);
  const ours = report.findings.map((f: { id: string; package: string }) => `${f.id} ${f.package}`);
  expect(ours.toSorted()).toEqual(byHand.toSorted());
  expect(ours.length).toBeGreaterThan(0);
});
