import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { runAll } from '../many/schedule.ts';
import type { Platform } from '../plan/types.ts';
import { hostPlatform } from '../platform.ts';
import type { Progress } from '../progress.ts';
import type { EngineChoice } from './choice.ts';
import { answering, discoverEngine } from './discover.ts';
import { namedEngines } from './named.ts';
import { enginePool } from './pool.ts';
import { openSession, type Session } from './session.ts';

export interface OpenEngine {
  session: Session;
  /** What it runs on, where that is known without asking it. */
  platform?: Platform;
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
export async function withEngine<T>(request: EngineRequest, key: string, use: Use<T>): Promise<T> {
  const named = namedEngines(request.engine, request.env);
  if (named.length < 2) return onEngine(await discover(request), [], request.signal, use);
  const pool = enginePool({
    engines: named.map(({ address }) => address),
    ...{ limit: 1, keys: [key], progress: request.progress },
  });
  const schedule = { ...pool, signal: request.signal };
  const [outcome] = await runAll([key], schedule, async (_, address, signal) => {
    const engine = named.find((one) => one.address === address);
    if (!engine) throw new Error(`no engine was named ${address}`);
    return onEngine(await answering(engine, request.env), pool.left, signal, use);
  });
  if (outcome?.status === 'done') return outcome.result;
  if (outcome?.status !== 'threw') throw new Error('the work was not begun');
  throw pool.lost(outcome.thrown) ? pool.allLost() : outcome.thrown;
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
  const session = await openSession(choice, { signal });
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  stopped.catch(() => {});
  const platform = platformOf(choice);
  try {
    return await use({
      session,
      ...(platform && { platform }),
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
    });
  } finally {
    await session.close();
  }
}

/** The native engine runs where we do; one behind an address may be anywhere. */
function platformOf(choice: EngineChoice): Platform | undefined {
  if (choice.kind === 'native') return hostPlatform();
  return choice.kind === 'container-runtime' ? choice.platform : undefined;
}
