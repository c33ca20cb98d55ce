import { realpath } from 'node:fs/promises';
import { HardenError } from '../diagnostics/diagnostic.ts';
import type { Once } from '../inputs/once.ts';
import { LOCK_FILE } from '../lock/name.ts';
import { outputOf } from '../output.ts';
import type { RunReport } from '../report/types.ts';
import { difference, touched, withContents } from './contents.ts';
import { clockOf, type Entries, isFile, isSettled, type Looked } from './entry.ts';
import { environmentOf } from './environment.ts';
import { commitOf, identityOf } from './identity.ts';
import { type Asking, neverAnswered } from './never.ts';
import { outputsOf, readLast, wordsOf } from './outputs.ts';
import { type Reason, Refused } from './refused.ts';
import { sourcesOf } from './sources.ts';
import { readStamp, type Stamp, writeStamp } from './stamp.ts';
import { answersDue, askAgain } from './upstream.ts';

/** The report of the last build, taken again, or why it does not answer. */
export type Answered =
  | { report: RunReport; refused?: undefined }
  | { report?: undefined; refused: Refused };

/**
 * Whether a build would make again what the last one made, by all that it depends on; no engine is asked. Undefined
 * where no build left a stamp; one that was read already is not read again. @throws the reason of the signal.
 */
export async function answerUnchanged(
  asking: Asking & { once?: Once; stamp?: Stamp },
): Promise<Answered | undefined> {
  const { folder, image, file } = asking.compiled;
  const output = outputOf(folder, image);
  try {
    const stamp = asking.stamp ?? (await readStamp(output));
    if (!stamp) return undefined;
    // Git takes longest of all: it goes on while the rest is looked at.
    const commit = commitOf(asking);
    checkNow(stamp, asking);
    await checkPlace(stamp, asking);
    const taken = await clockOf(output);
    const looking = outputsNow(stamp, output);
    // What changed of the sources is told before.
    looking.catch(() => undefined);
    const [sources] = await Promise.all([
      sourcesNow(stamp, asking),
      checkMachine(stamp, asking, commit),
    ]);
    const outputs = await looking;
    const last = await readLast(output);
    if (wordsOf(last) !== stamp.report) throw new Refused('report');
    const now = asking.now();
    const due = answersDue(stamp.answers, stamp.asked, now);
    await orRefuse('upstream', askAgain(due, stamp.engine, asking));
    await refresh(output, stamp, {
      sources: { taken, entries: sources },
      outputs: { taken, entries: outputs },
      asked: due.some(({ database }) => database) ? now.toISOString() : stamp.asked,
    });
    const since = stamp.judged;
    return { report: { ...last, spec: file, unchanged: { since }, reports: stamp.reports } };
  } catch (thrown) {
    asking.signal.throwIfAborted();
    if (thrown instanceof Refused) return { refused: thrown };
    throw thrown;
  }
}

/** What no file has to be read for. */
function checkNow(stamp: Stamp, asking: Asking): void {
  const never = neverAnswered(asking);
  if (never) throw new Refused(never);
  const now = asking.now().toISOString();
  if (now < stamp.judged) throw new Refused('clock');
  if (stamp.until !== undefined && now >= stamp.until) throw new Refused('expired');
  const { tool, plan, options } = identityOf(asking);
  if (tool !== stamp.tool) throw new Refused('harden');
  if (plan !== stamp.plan) throw new Refused('plan');
  if (options !== stamp.options) throw new Refused('options');
}

async function checkPlace({ folder }: Stamp, { compiled }: Asking): Promise<void> {
  if ((await realpath(compiled.folder)) !== folder) throw new Refused('moved');
}

/** A folder that has no commit of its own now says nothing against the one that was named. */
async function checkMachine(stamp: Stamp, asking: Asking, asked: Promise<string>): Promise<void> {
  const environment = await orRefuse('environment', environmentOf(asking));
  if (environment !== stamp.environment) throw new Refused('environment');
  const commit = await asked;
  if (commit !== '' && commit !== stamp.commit) throw new Refused('commit');
}

async function sourcesNow(stamp: Stamp, { compiled }: Asking): Promise<Entries> {
  const entries = await orRefuse('sources', sourcesOf(compiled));
  const read = await orRefuse('sources', withContents(stamp.folder, entries, stamp.sources));
  const path = difference(stamp.sources.entries, read);
  if (path !== undefined) throw new Refused(path === LOCK_FILE ? 'lock' : 'sources', path);
  return read;
}

async function outputsNow({ outputs, reports }: Stamp, output: string): Promise<Entries> {
  const entries = await outputsOf(output, reports);
  const read = await orRefuse('output', withContents(output, entries, outputs));
  const path = difference(outputs.entries, read);
  if (path !== undefined) throw new Refused('output', path);
  return read;
}

/** So that what had to be read this time is only looked at the next time. */
async function refresh(
  output: string,
  stamp: Stamp,
  now: Pick<Stamp, 'sources' | 'outputs' | 'asked'>,
): Promise<void> {
  const fresh = [
    [stamp.sources, now.sources],
    [stamp.outputs, now.outputs],
  ] as const;
  const asIs = now.asked === stamp.asked;
  if (asIs && fresh.every(([then, found]) => isFresh(then, found.entries))) return;
  // Where nothing can be written the files are read each time.
  await writeStamp(output, { ...stamp, ...now }).catch(() => undefined);
}

function isFresh({ taken, entries }: Looked, now: Entries): boolean {
  if (touched(entries, now) !== undefined) return false;
  return Object.values(entries).every((one) => !isFile(one) || isSettled(one, taken));
}

/** What cannot be read or asked is for the build to tell. */
async function orRefuse<T>(reason: Reason, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const known = thrown instanceof HardenError || (thrown instanceof Error && 'code' in thrown);
    throw known && !(thrown instanceof Refused) ? new Refused(reason) : thrown;
  }
}
