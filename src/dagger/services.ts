import type { Client, Container } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type Relay, type RunningService, relaysOf } from '../smoke/services.ts';
import { type ExecFailure, lastLines } from './errors.ts';

/** The services of a test, bound to the container that runs it, once for each user. */
export function withServices(
  client: Client,
  container: Container,
  services: readonly RunningService[],
  users: number,
): Container {
  return Array.from({ length: users }, (_, user) => user).reduce(
    (bound, user) =>
      relaysOf(services, user).reduce(
        (next, relay, index) => bind(client, next, services[index] as RunningService, relay),
        bound,
      ),
    container,
  );
}

function bind(client: Client, to: Container, { ref, env, port }: RunningService, { host }: Relay) {
  const started = Object.entries(env)
    // Two of the same image and environment are one service to the engine.
    .reduce(
      (service, [name, value]) => service.withEnvVariable(name, value),
      client.container().from(ref),
    )
    .withEnvVariable('HARDEN_SERVICE', host)
    .withExposedPort(port)
    .asService({ useEntrypoint: true });
  return to.withServiceBinding(host, started);
}

/** The engine says which program ended before its port was open, not of which service it is. */
export function serviceFailed(
  { cmd = [], exitCode, stdout = '', stderr = '' }: Partial<ExecFailure>,
  services: readonly RunningService[],
): HardenError {
  const [first, ...others] = services;
  const which =
    others.length === 0
      ? `the service ${first?.name}`
      : `one of the services ${services.map(({ name }) => name).join(', ')}`;
  const log = lastLines(`${stdout}\n${stderr}`.trim(), 20);
  return new HardenError(
    error(
      'smoke/service-failed',
      `${which} did not come up: ${cmd.join(' ')} exited with ${exitCode}`,
      {
        ...(first && { span: first.origin }),
        hint: 'give it the env that it asks for below, and name the port that it listens on',
        ...(log && { detail: log }),
      },
    ),
  );
}
