import type { Client, Container, Service } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type Relay, type RunningService, relaysOf } from '../smoke/services.ts';
import { type ExecFailure, lastLines } from './errors.ts';
import { pulled } from './pulled.ts';

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

function bind(client: Client, to: Container, service: RunningService, { host }: Relay) {
  return to.withServiceBinding(host, serviceOf(client, service, host));
}

function serviceOf(client: Client, service: RunningService, host: string): Service {
  const { env, port } = service;
  return (
    Object.entries(env)
      // Two of the same image and environment are one service to the engine.
      .reduce(
        (container, [name, value]) => container.withEnvVariable(name, value),
        pulled(client, service),
      )
      .withEnvVariable('HARDEN_SERVICE', host)
      .withExposedPort(port)
      .asService({ useEntrypoint: true })
  );
}

/**
 * The engine says which program ended before its port was open, not of which service it is: of
 * several each is started alone.
 */
export async function serviceFailed(
  client: Client,
  { cmd = [], exitCode, stdout = '', stderr = '' }: Partial<ExecFailure>,
  services: readonly RunningService[],
): Promise<HardenError> {
  const failed = services.length === 1 ? services[0] : await failing(client, services);
  const names = services.map(({ name }) => name).join(', ');
  const which = failed ? `the service ${failed.name}` : `one of the services ${names}`;
  const origin = (failed ?? services[0])?.origin;
  const log = lastLines(`${stdout}\n${stderr}`.trim(), 20);
  return new HardenError(
    error(
      'smoke/service-failed',
      `${which} did not come up: ${cmd.join(' ')} exited with ${exitCode}`,
      {
        ...(origin && { span: origin }),
        hint: 'give it the env that it asks for below, and name the port that it listens on',
        ...(log && { detail: log }),
      },
    ),
  );
}

async function failing(
  client: Client,
  services: readonly RunningService[],
): Promise<RunningService | undefined> {
  for (const service of services) {
    const alone = serviceOf(client, service, `${service.name}-alone`);
    try {
      await alone.start();
      await alone.stop({ kill: true });
    } catch {
      return service;
    }
  }
  return undefined;
}
