import { discoverEngine } from '../../src/engine/discover.ts';
import { openSession } from '../../src/engine/session.ts';

/** Runs a program as `dagger run` would: with a session of the engine in its environment. */
export async function inSession<T>(use: (env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const session = await openSession(await discoverEngine({ env: process.env }));
  try {
    if (session.kind !== 'own') return await use({ ...process.env, ...session.environment });
    const { port, token } = session;
    return await use({
      ...process.env,
      DAGGER_SESSION_PORT: String(port),
      DAGGER_SESSION_TOKEN: token,
    });
  } finally {
    await session.close();
  }
}
