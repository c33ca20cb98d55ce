import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { ScannerName } from '../../src/plan/types.ts';
import { countingRegistry } from './counting-registry.ts';
import { replaceScanner } from './scanner-image.ts';

const run = promisify(execFile);
/** So that nobody else meets it. */
const TAG = 'harden-test';

/**
 * An image in the place of a scanner's, whose program writes these answers: `report` for Trivy,
 * `json` and `cyclonedx-json` for Grype, or ends as `killed` says. Gives the mirrors that lead a
 * build to it.
 */
export async function falseScanner(
  name: ScannerName,
  answers: Record<string, string>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-false-scanner-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, name);
  const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off' };
  const source = join(import.meta.dirname, 'false-scanner', 'main.go');
  await run('go', ['build', '-trimpath', '-o', program, source], { env });
  const { move, mirrors } = await countingRegistry();
  await replaceScanner(name, await readFile(program), answers, { move, tag: TAG });
  return mirrors;
}
