import type { OciConfig } from '../oci/spec.ts';
import type { Service } from '../plan/types.ts';

/** A service whose image is known by digest. */
export interface RunningService extends Service {
  ref: string;
  /** The same on the host, for an engine that has to pull nothing. */
  archive?: string;
}

/** Where a program reaches a service: an address of its own loopback, and what is behind it. */
export interface Relay {
  name: string;
  address: string;
  port: number;
  /** The name that the engine gives the service: each user has one of its own. */
  host: string;
}

/** One set of services for each user, so that neither finds what the other has left. */
export function relaysOf(services: readonly RunningService[], user: number): Relay[] {
  return services.map(({ name, port }, index) => ({
    name,
    address: `127.0.1.${index + 1}`,
    port,
    host: user === 0 ? name : `${name}-${user}`,
  }));
}

/** The lines of /etc/hosts that lead a program to its services. */
export function hostsOf(relays: readonly Relay[]): string {
  return relays.map(({ name, address }) => `${address}\t${name}\n`).join('');
}

/** The image with the environment that its services bring while it is tested. */
export function withProvided(image: OciConfig, services: readonly Service[]): OciConfig {
  const provided = Object.assign({}, ...services.map(({ provides }) => provides));
  const names = Object.keys(provided);
  if (names.length === 0) return image;
  const kept = (image.config?.Env ?? []).filter(
    (pair) => !names.includes(pair.split('=', 1)[0] ?? ''),
  );
  const Env = [...kept, ...names.map((name) => `${name}=${provided[name]}`)];
  return { ...image, config: { ...image.config, Env } };
}
