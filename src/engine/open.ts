import { type Diagnostic, HardenError } from '../diagnostics/diagnostic.ts';
import { runAll } from '../many/schedule.ts';
import type { Platform } from '../plan/types.ts';
import { hostPlatform } from '../platform.ts';
import type { Progress } from '../progress.ts';
import type { EngineChoice } from './choice.ts';
import { answering, discoverEngine } from './discover.ts';
import { type NamedEngine, namedEngines } from './named.ts';
import { enginePool, leftOut, lossOf } from './pool.ts';
import { openSession, type Session } from './session.ts';

export interface OpenEngine {
  session: Session;
  /** What it runs on, where that is known without asking it. */
  platform?: Platform;
  /** Where it is; empty for one that the SDK starts. */
  address: string;
  /** Upstream registry hosts that a registry beside the engine answers for. */
  mirrors: Record<string, string>;
  /** A warning for each engine that was lost before this one did the work. */
  left: readonly Diagnostic[];
  /** What the work gives, or `engine/lost` as soon as the engine is gone. */
  guard<T>(work: Promise<T>): Promise<T>;
}

export interface EngineRequest {
  /** Addresses with commas between them; found by itself when absent. */
  engine?: string;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal: AbortSignal;
}

type Use<T> = (engine: OpenEngine) => Promise<T>;

/**
 * Finds an engine, opens a session for `use` and ends it afterwards, whatever happens. Of several
 * engines the one whose cache knows `key` is taken; where it is lost, `use` is called again with a
 * session of another.
 */
export async function withEngine<T>(
  request: EngineRequest & { key?: string },
  use: Use<T>,
): Promise<T> {
  const { signal, progress, env, key = '' } = request;
  const named = namedEngines(request.engine, env);
  if (named.length < 2) return onEngine(await discover(request), [], signal, use);
  const addressOf = (one: NamedEngine) => one.address;
  const pool = enginePool({ engines: named, addressOf, limit: 1, keys: [key], progress });
  const [outcome] = await runAll([key], { ...pool, signal }, async (_, one, ownSignal) =>
    onEngine(await answering(one, env), pool.left, ownSignal, use),
  );
  if (outcome?.status === 'done') return outcome.result;
  if (outcome?.status !== 'threw') throw new Error('the work was not begun');
  throw pool.lost(outcome.thrown) ? pool.allLost() : outcome.thrown;
}

/**
 * The same for work that is shared out: a session on each engine that was named, or on the one that
 * was found. One that does not answer is left out, with a warning in `left`; where none answers,
 * the reasons of all are thrown.
 */
export async function withEngines<T>(
  request: EngineRequest,
  use: (engines: readonly OpenEngine[], left: readonly Diagnostic[]) => Promise<T>,
): Promise<T> {
  const { signal, progress, env } = request;
  const named = namedEngines(request.engine, env);
  if (named.length < 2) return withEngine(request, (engine) => use([engine], []));
  const left: Diagnostic[] = [];
  const attempts = await Promise.allSettled(
    named.map(async (one) => openEngine(await answering(one, env), left, signal)),
  );
  const opened = attempts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    const reasons = attempts.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    const other = reasons.find((reason) => !lossOf(reason));
    if (other) throw other;
    if (opened.length === 0) {
      throw new HardenError(...reasons.flatMap((reason) => lossOf(reason) ?? []));
    }
    for (const [at, one] of attempts.entries()) {
      const reason = one.status === 'rejected' && lossOf(one.reason);
      if (reason) left.push(leftOut(reason, named[at]?.address ?? '', progress));
    }
    return await use(opened, left);
  } finally {
    await Promise.all(opened.map((engine) => engine.session.close()));
  }
}

function discover({ engine: flag, env, progress, signal }: EngineRequest): Promise<EngineChoice> {
  return discoverEngine({ ...(flag !== undefined && { flag }), env, progress, signal });
}

async function onEngine<T>(
  choice: EngineChoice,
  left: readonly Diagnostic[],
  signal: AbortSignal,
  use: Use<T>,
): Promise<T> {
  const engine = await openEngine(choice, left, signal);
  try {
    return await use(engine);
  } finally {
    await engine.session.close();
  }
}

async function openEngine(
  choice: EngineChoice,
  left: readonly Diagnostic[],
  signal: AbortSignal,
): Promise<OpenEngine> {
  const session = await openSession(choice, { signal });
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  stopped.catch(() => {});
  const platform = platformOf(choice);
  return {
    session,
    ...(platform && { platform }),
    address: 'address' in choice ? choice.address : '',
    mirrors: choice.kind === 'native' ? choice.info.mirrors : {},
    left,
    guard: async (work) => {
      try {
        return await Promise.race([work, session.lost, stopped]);
      } catch (thrown) {
        // Work on an engine that just died fails in its own words before the watch can say why.
        await session.check();
        throw thrown;
      }
    },
  };
}

/** The native engine runs where we do; one behind an address may be anywhere. */
function platformOf(choice: EngineChoice): Platform | undefined {
  if (choice.kind === 'native') return hostPlatform();
  return 'platform' in choice ? choice.platform : undefined;
}
