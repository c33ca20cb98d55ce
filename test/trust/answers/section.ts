import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HardenError } from '../../../src/diagnostics/diagnostic.ts';
import { refusal } from '../refusal.ts';
import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { within } from '../within.ts';
import { changedAnswers, SEED } from './changes.ts';
import { written } from './hostile/written.ts';
import type { Published } from './image.ts';
import { naive } from './naive.ts';
import { type Misbehave, type Servers, startServers } from './servers.ts';
import type { Begun, Situation, Talk } from './talk.ts';
import { makeMirror } from './talks/debian.ts';

/** One wrong answer, or some, in a talk. */
export interface Wrong {
  talk: Talk;
  image?: Published;
  misbehave?: Misbehave;
}

interface Input extends Wrong {
  servers: Servers;
  folder: string;
}

type Ask = (begun: Begun, at: Situation) => Promise<string | undefined>;

const EVERY = { full: 1, short: 59 };

/** Milliseconds in which any of it has to have ended. */
const LIMIT = 10_000;
/** Harden waits as long as it is asked to, within a limit; nobody here does. */
const PATIENT = 2_000;
const LONGEST_WAIT = 60_000;
/** Bytes by which the process may grow in a case. */
const MEMORY = 256 * 1024 * 1024;

export const answers = section<Input, Ask>({
  name: 'answers of registries, mirrors and services that sign',
  promise: 'refused with a code, or read as what it is; secrets go to no other host',
  meaning: `Statuses, redirects, challenges, lengths, encodings, endless and slow bodies, documents of other types, false digests and signatures; then good answers, changed (seed ${SEED}).`,
  cases,
  defence: (begun, at) => begun.ask(at),
  attempt,
  sabotage: { takenOut: 'digests, and the rule who gets the login', defence: naive },
});

async function* cases(amount: Amount): AsyncGenerator<Case<Input>> {
  const around = mkdtempSync(join(tmpdir(), 'harden-trust-'));
  const servers = await startServers();
  const mirror = await makeMirror();
  const folder = join(around, 'work');
  try {
    const input = (wrong: Wrong) => ({ ...wrong, servers, folder });
    let index = 0;
    for (const [name, wrong] of written(mirror)) {
      if (index++ % EVERY[amount] === 0) yield { name, input: input(wrong) };
    }
    for (const [name, wrong] of changedAnswers(mirror, amount)) yield { name, input: input(wrong) };
  } finally {
    await Promise.all([servers.close(), mirror.close()]);
    rmSync(around, { recursive: true, force: true });
  }
}

async function attempt(
  ask: Ask,
  { servers, folder, talk, image, misbehave }: Input,
): Promise<Outcome> {
  const { places, behaviour } = servers;
  await mkdir(folder, { recursive: true });
  const begun = await talk.begin(places, image);
  behaviour.answers = begun.answers;
  behaviour.misbehave = (asked) => misbehave?.(asked) || begun.guard?.(asked) || false;
  servers.leaked();
  const stop = new AbortController();
  let waited = 0;
  const waiting = (milliseconds: number) => {
    waited = Math.max(waited, milliseconds);
    if (milliseconds > PATIENT) stop.abort(new DOMException('told to wait', 'AbortError'));
  };
  const memory = watched();
  const asking = outcomeOf(
    () => ask(begun, { places, folder, signal: stop.signal, waiting }),
    stop,
  );
  const outcome = await within(asking, LIMIT);
  const grown = memory.end();
  if (!outcome) stop.abort();
  await asking.catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  const [leak] = servers.leaked();
  if (leak !== undefined) return { got: 'leaked', broke: `sent ${leak} elsewhere` };
  if (!outcome) return { got: 'hung', broke: `no end in ${LIMIT} ms` };
  if (waited > LONGEST_WAIT) return { got: 'waited', broke: `was made to wait ${waited} ms` };
  if (grown > MEMORY) return { ...outcome, broke: `took ${grown} bytes of memory` };
  return outcome;
}

/** By how many bytes the process has grown at most since then. */
function watched(): { end(): number } {
  const begin = process.memoryUsage.rss();
  let most = begin;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  return {
    end() {
      clearInterval(timer);
      look();
      return most - begin;
    },
  };
}

async function outcomeOf(
  work: () => Promise<string | undefined>,
  { signal }: AbortController,
): Promise<Outcome> {
  try {
    const broke = await work();
    return { got: 'read', ...(broke !== undefined && { broke }) };
  } catch (thrown) {
    if (signal.aborted && !(thrown instanceof HardenError)) return { got: 'asked to wait' };
    if (!(thrown instanceof HardenError)) throw thrown;
    return refusal(thrown.diagnostics, new Map());
  }
}
