import { blobDir } from '../cache.ts';
import { nativeAt } from '../engine/running.ts';
import { eachTime, type Once } from '../inputs/once.ts';
import type { Pins } from '../lock/pins.ts';
import type { Platform } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import { SCANNERS } from '../scan/scanners.ts';
import { Refused } from './refused.ts';

/** A name that no lock fixes, and what it stood for. */
export interface Answer {
  ref: string;
  /** Of images alone: what else has the name is no image. */
  platform?: Platform;
  digest: string;
  /** Of a scanner: made anew a few times a day. */
  database?: true;
}

/** The engine that built, and whether a registry beside it answered for others. */
export interface EngineUsed {
  address: string;
  mirrored: boolean;
}

/**
 * What a build looked up by names. What the lock has is there as well, and is in the lock.
 * @throws Refused unlocked, where a set of packages was looked up: to ask again is to resolve it again.
 */
export function answersOf({ used, looked, frozen }: Pins): Answer[] {
  const images = used.images.filter(({ ref }) => looked.includes(ref));
  const known = new Set(images.map(({ ref }) => ref));
  const packages = looked.find((what) => !known.has(what));
  if (packages !== undefined) throw new Refused('unlocked', packages);
  // Advisories are of today, whatever the lock has.
  const databases = frozen ? [] : used.databases;
  return [
    ...images.map(({ ref, platform, digest }) => ({ ref, digest, ...(platform && { platform }) })),
    ...databases.map(({ ref, digest }) => ({ ref, digest, database: true as const })),
  ];
}

/** So lately asked, a database is not asked for again. Milliseconds. */
const LATELY = 10 * 60 * 1000;

/** The names to ask again now, when databases were asked for at a time in RFC 3339. */
export function answersDue(answers: readonly Answer[], asked: string, now: Date): Answer[] {
  const age = now.getTime() - Date.parse(asked);
  return answers.filter(({ database }) => !database || !(age >= 0 && age < LATELY));
}

/** Whoever has to wait long had better build. Milliseconds. */
const PATIENCE = { tries: 1, timeout: 10_000 };

/**
 * Asks the names again, and nothing of what they stand for is fetched.
 * @throws Refused engine, upstream; HardenError where nobody answers.
 */
export async function askAgain(
  answers: readonly Answer[],
  { address, mirrored }: EngineUsed,
  { signal, once = eachTime }: { signal: AbortSignal; once?: Once },
): Promise<void> {
  if (answers.length === 0) return;
  const registry = await once(`registry ${address}`, async () => {
    const engine = mirrored ? await nativeAt(address) : undefined;
    if (mirrored && !engine) throw new Refused('engine', address);
    const mirrors = engine?.mirrors ?? {};
    const { createRegistryClient } = await import('../registry/client.ts');
    return createRegistryClient({ mirrors, blobDir: blobDir(), signal, patience: PATIENCE });
  });
  await Promise.all(
    answers.map(async ({ ref, platform, digest }) => {
      const now = await once(`${address} ${ref} ${platform ?? ''}`, () =>
        digestNow(ref, platform, { registry, signal }),
      );
      if (now !== digest) throw new Refused('upstream', ref);
    }),
  );
}

async function digestNow(
  ref: string,
  platform: Platform | undefined,
  context: { registry: RegistryClient; signal: AbortSignal },
): Promise<string> {
  if (ref === SCANNERS.grype.database) {
    return (await import('../inputs/grype-database.ts')).newestGrype(ref, context);
  }
  return (await context.registry.resolve(ref, platform)).digest;
}
