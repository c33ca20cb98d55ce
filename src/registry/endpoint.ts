import { isLoopback } from './auth.ts';

/** Where a registry answers: the root of its API and the host whose credentials count. */
export interface Endpoint {
  /** Ends with `/v2/`, and with the mirror's own prefix if it has one. */
  root: URL;
  host: string;
}

/** Registries whose API is at another host than the one in references. */
const API_HOSTS: Record<string, string> = { 'docker.io': 'registry-1.docker.io' };

/**
 * The endpoint of a registry. Plain HTTP is spoken to this machine, and to a mirror whose URL says
 * so; to nothing else.
 */
export function endpointOf(registry: string, mirrors: Record<string, string>): Endpoint {
  const mirror = mirrors[registry];
  if (mirror !== undefined) {
    const url = new URL(mirror);
    const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
    return { root: new URL(prefix ? `/v2/${prefix}/` : '/v2/', url), host: url.host };
  }
  const host = API_HOSTS[registry] ?? registry;
  const scheme = isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https';
  return { root: new URL(`${scheme}://${host}/v2/`), host: registry };
}

/** Mirrors out of `HARDEN_REGISTRY_MIRRORS`: `docker.io=http://127.0.0.1:5000,ghcr.io=...`. */
export function mirrorsFrom(env: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = (env['HARDEN_REGISTRY_MIRRORS'] ?? '')
    .split(',')
    .map((pair) => pair.trim().split('='))
    .filter(([host, url]) => host && url && /^https?:/.test(url) && URL.canParse(url));
  return Object.fromEntries(pairs.map(([host = '', ...url]) => [host, url.join('=')]));
}
