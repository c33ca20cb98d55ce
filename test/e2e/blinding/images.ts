import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunReport } from '../../../src/report/types.ts';
import { harden, ROOT } from '../../program.ts';
import { type Layer, withLayers } from './layout.ts';
import { plainTrivy } from './plain-trivy.ts';
import type { Outcome } from './types.ts';

/** The image that the last build of an example wrote. */
export function imageOf(example: string): string {
  return join(ROOT, 'examples', example, '.harden', 'image');
}

/** What harden and plain Trivy say of an image with these layers on top. */
export async function scanned(from: string, ...layers: Layer[]): Promise<Outcome> {
  const layout = await withLayers(from, layers);
  const cwd = await mkdtemp(join(tmpdir(), 'harden-scan-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const { code, stdout } = await harden(['scan', layout, '--json'], { cwd });
  const report: RunReport = JSON.parse(stdout);
  return { code, text: gapsIn(report), trivy: await plainTrivy(layout, report) };
}

/** All that a report says against an image; on a terminal it would be wrapped. */
export function gapsIn({ coverage, verdict, findings }: RunReport): string {
  const said = verdict.violations.map(({ message }) => message);
  return [...coverage.gaps, ...said, ...findings.map(({ id }) => id)].join('\n');
}
