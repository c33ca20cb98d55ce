import type { Client } from '@dagger.io/dagger';
import { toHardenError } from './errors.ts';

/** A session that harden opened itself, or the wish that the SDK finds or starts an engine. */
export type SessionAddress =
  | { kind: 'own'; port: number; token: string }
  | { kind: 'sdk'; environment: Record<string, string> };

/** Runs `use` with a client of the engine; what it throws comes out as it is. */
export async function withClient<T>(
  session: SessionAddress,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const { Client, Connection, Context, createGQLClient, withGQLClient } = await import('./sdk.ts');
  type Transport = ReturnType<typeof createGQLClient>;
  const clientOf = (transport: Transport) => new Client(new Context([], new Connection(transport)));
  if (session.kind === 'own') return use(clientOf(createGQLClient(session.port, session.token)));
  let outcome: { value: T } | { thrown: unknown } | undefined;
  try {
    // The SDK starts Dagger's own program, which would send usage statistics.
    Object.assign(process.env, { DO_NOT_TRACK: '1', ...session.environment });
    // The SDK wraps what the callback throws in an error of its own, so nothing is thrown through it.
    await withGQLClient({}, async (transport) => {
      outcome = await use(clientOf(transport)).then(
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
