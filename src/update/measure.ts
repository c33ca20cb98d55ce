import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../build.ts';
import { compareReports } from '../compare/compare.ts';
import { type Diagnostic, HardenError } from '../diagnostics/diagnostic.ts';
import { createPins, type Pins } from '../lock/pins.ts';
import type { Lock, LockContent } from '../lock/schema.ts';
import type { LockRequest } from '../lock-inputs.ts';
import { outputFolder } from '../output.ts';
import type { Moved } from '../rebase/types.ts';
import { rebase } from '../rebase.ts';
import type { RunReport } from '../report/types.ts';
import { sameToolchain } from './same-toolchain.ts';
import type { Measured } from './types.ts';

/**
 * Makes the image of the new lock, and says what is different from that of the old one. Where only the
 * base is another one, the last build's app is put on it; else both are built. Nothing of it stays.
 * @throws HardenError where the new lock gives no image.
 */
export async function measure(
  request: LockRequest & { cwd: string },
  before: Lock,
  after: LockContent,
): Promise<Measured> {
  const scratch = await mkdtemp(join(await outputFolder(request.compiled.folder), 'measure-'));
  try {
    const moved = sameToolchain(before, after) && (await byRebase(request, after, scratch));
    if (moved) return measured('rebase', moved.before, moved.report);
    // Both are held against the databases of now, by the scanners of now.
    const old = { ...before, databases: after.databases, images: imagesOf(before, after) };
    const last = await build({ ...request, pins: fixed(old), output: scratch });
    return measured(
      'build',
      last,
      await build({ ...request, pins: fixed(after), output: scratch }),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Every input as this lock has it, instead of the one beside the spec. */
function fixed(lock: LockContent): () => Pins {
  return () => createPins(lock, true);
}

/** Nothing where the last build does not fit, or has the new base already. */
async function byRebase(
  request: LockRequest & { cwd: string },
  lock: LockContent,
  output: string,
): Promise<Moved | undefined> {
  try {
    const result = await rebase({ ...request, pins: fixed(lock), output });
    return result.changed ? result : undefined;
  } catch (thrown) {
    if (thrown instanceof HardenError && thrown.diagnostics.every(isUnfit)) return undefined;
    throw thrown;
  }
}

/** There is no last build, or a build is what mends it. */
function isUnfit({ code }: Diagnostic): boolean {
  return code.startsWith('rebase/') || code === 'cli/not-found' || code === 'report/unreadable';
}

function imagesOf(before: Lock, after: LockContent): LockContent['images'] {
  return [
    ...before.images.filter(({ use }) => use !== 'scanner'),
    ...after.images.filter(({ use }) => use === 'scanner'),
  ];
}

function measured(by: Measured['by'], before: RunReport, after: RunReport): Measured {
  const errors = after.diagnostics.filter(({ severity }) => severity === 'error');
  return {
    by,
    comparison: compareReports(before, after),
    problems: [
      ...after.verdict.violations.map(({ message }) => message),
      ...errors.map(({ message }) => message),
    ],
  };
}
