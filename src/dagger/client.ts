import type { Client } from '@dagger.io/dagger';
import { inSdkSession } from './sdk-session.ts';

/** A session that harden opened itself, or the wish that the SDK finds or starts an engine. */
export type SessionAddress =
  | { kind: 'own'; port: number; token: string }
  | { kind: 'sdk'; environment: Record<string, string> };

/** Runs `use` with a client of the engine; what it throws comes out as it is. */
export async function withClient<T>(
  session: SessionAddress,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const sdk = await import('./sdk.ts');
  const withTransport = (transport: ReturnType<typeof sdk.createGQLClient>) =>
    use(new sdk.Client(new sdk.Context([], new sdk.Connection(transport))));
  if (session.kind === 'sdk') {
    return inSdkSession(sdk.withGQLClient, session.environment, withTransport);
  }
  return withTransport(sdk.createGQLClient(session.port, session.token));
}
