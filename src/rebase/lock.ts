import { HardenError } from '../diagnostics/diagnostic.ts';
import { readLock, writeLock } from '../lock/file.ts';
import type { Lock } from '../lock/schema.ts';
import type { RunReport } from '../report/types.ts';
import type { Run } from '../run.ts';
import { withBase } from './pins.ts';

/** The project's lock; one of another platform says nothing of this one. */
export async function lockOf({ compiled: { folder, plan } }: Run): Promise<Lock | undefined> {
  const read = await readLock(folder);
  if (!read.ok) throw new HardenError(...read.diagnostics);
  return read.value?.platform === plan.platform ? read.value : undefined;
}

/** The next build stands on the new base too; on one that did not pass, none should. */
export async function relock(
  { compiled, pins }: Run,
  lock: Lock | undefined,
  report: RunReport,
): Promise<boolean> {
  if (!lock || pins.frozen || !hasPassed(report)) return false;
  await writeLock(compiled.folder, withBase(lock, pins.used));
  return true;
}

export function hasPassed({ verdict, diagnostics }: RunReport): boolean {
  return verdict.pass && diagnostics.every(({ severity }) => severity !== 'error');
}
