import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { cacheDir } from '../../../src/cache.ts';
import { labPaths } from '../../../src/engine/paths.ts';
import type { RunReport } from '../../../src/report/types.ts';
import { finished } from '../../program.ts';

/**
 * The exit code of `trivy image --exit-code 1` on a layout, with the database that harden used for
 * it and, where it is given, in the folder of the project.
 */
export async function plainTrivy(
  layout: string,
  { scanners }: Pick<RunReport, 'scanners'>,
  cwd?: string,
): Promise<number> {
  const cache = await mkdtemp(join(tmpdir(), 'harden-plain-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const used = scanners.find(({ name }) => name === 'trivy');
  for (const [database, folder] of [
    [used?.database, 'db'],
    [used?.javaIndex, 'java-db'],
  ] as const) {
    if (!database) continue;
    const home = join(cacheDir(), `trivy-${folder}`, database.digest.replace(':', '-'), folder);
    await cp(home, join(cache, folder), { recursive: true });
  }
  const argv = ['image', '--exit-code', '1', '--input', layout, '--cache-dir', cache];
  const offline = ['--skip-db-update', '--skip-java-db-update', '--offline-scan', '--quiet'];
  const quiet = ['--skip-version-check', '--disable-telemetry'];
  const child = spawn(join(labPaths().bin, 'trivy'), [...argv, ...offline, ...quiet], {
    cwd: cwd ?? cache,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return (await finished(child)).code ?? -1;
}
