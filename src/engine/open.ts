import type { Progress } from '../progress.ts';
import { discoverEngine } from './discover.ts';
import { openSession, type Session } from './session.ts';

export interface OpenEngine {
  session: Session;
  /** Upstream registry hosts that a registry beside the engine answers for. */
  mirrors: Record<string, string>;
  /** What the work gives, or `engine/lost` as soon as the engine is gone. */
  guard<T>(work: Promise<T>): Promise<T>;
}

/** Finds an engine, opens a session for `use` and ends it afterwards, whatever happens. */
export async function withEngine<T>(
  options: { engine?: string; env: NodeJS.ProcessEnv; progress: Progress; signal: AbortSignal },
  use: (engine: OpenEngine) => Promise<T>,
): Promise<T> {
  const { engine: flag, env, progress, signal } = options;
  const choice = await discoverEngine({ ...(flag && { flag }), env, progress, signal });
  const session = await openSession(choice, { signal });
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  stopped.catch(() => {});
  try {
    return await use({
      session,
      mirrors: choice.kind === 'native' ? choice.info.mirrors : {},
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
