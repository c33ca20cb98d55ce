import type { Client } from '@dagger.io/dagger';
import { toHardenError } from './errors.ts';

/** A session that harden opened itself, or the wish that the SDK finds or starts an engine. */
export type SessionAddress =
  | { kind: 'own'; port: number; token: string }
  | { kind: 'sdk'; environment: Record<string, string> };

/**
 * Runs `use` with a client of the engine. With a session of our own only the SDK's API client is
 * loaded: the whole SDK takes about a second to import, mostly for telemetry that we do not send.
 */
export async function withClient<T>(
  session: SessionAddress,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  if (session.kind === 'own') return use(await attach(session));
  let outcome: { value: T } | { thrown: unknown } | undefined;
  try {
    // The SDK starts Dagger's own program, which would send usage statistics.
    Object.assign(process.env, { DO_NOT_TRACK: '1', ...session.environment });
    const { connect } = await import('@dagger.io/dagger');
    // The SDK wraps what the callback throws in an error of its own, so nothing is thrown through it.
    await connect(async (client) => {
      outcome = await use(client).then(
        (value) => ({ value }),
        (thrown: unknown) => ({ thrown }),
      );
    });
  } catch (thrown) {
    throw toHardenError(thrown);
  }
  if (outcome && 'value' in outcome) return (outcome as { value: T }).value;
  throw (
    (outcome as { thrown: unknown } | undefined)?.thrown ?? new Error('the SDK ran no pipeline')
  );
}

/** The SDK's package exports its index only; its version is pinned exactly, so its files are known. */
async function attach(session: { port: number; token: string }): Promise<Client> {
  const index = import.meta.resolve('@dagger.io/dagger');
  const part = (path: string) => import(new URL(path, index).href);
  const [api, context, connection, graphql] = await Promise.all([
    part('./api/client.gen.js'),
    part('./common/context.js'),
    part('./common/graphql/connection.js'),
    part('./common/graphql/client.js'),
  ]);
  const gql = graphql.createGQLClient(session.port, session.token);
  return new api.Client(new context.Context([], new connection.Connection(gql)));
}
