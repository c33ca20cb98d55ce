import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Descriptor } from '../oci/types.ts';
import type { Platform } from '../plan/types.ts';
import { openAccess, type Send } from './access.ts';
import { type AuthContext, unauthorized } from './auth.ts';
import { downloadBlob } from './blob.ts';
import { type Endpoint, endpointOf, mirrorsFrom } from './endpoint.ts';
import { type Consume, PATIENCE, type Patience, withoutQuery } from './http.ts';
import { parseReference, type Reference } from './reference.ts';
import { type Referrer, readReferrers } from './referrers.ts';
import { type Listed, listImages, type Resolved, resolveImage } from './resolve.ts';

export interface RegistryOptions {
  /** Upstream host to the URL of a mirror; `HARDEN_REGISTRY_MIRRORS` wins over it. */
  mirrors?: Record<string, string>;
  /** Keeps manifests by digest, as `<blobDir>/sha256/<hex>`. */
  blobDir?: string;
  signal?: AbortSignal;
  patience?: Partial<Patience>;
  env?: NodeJS.ProcessEnv;
}

/**
 * Reads from registries; writes to none. Every failure is a HardenError with a `registry/*` code.
 */
export interface RegistryClient {
  /** Whether a mirror answers for this host. */
  isMirrored(host: string): boolean;
  /** The manifest that a reference stands for; of an index, the one for the platform. */
  resolve(ref: string, platform?: Platform): Promise<Resolved>;
  /** What an index lists; nothing where the reference names an image. */
  list(ref: string): Promise<Listed | undefined>;
  /** What names `<registry>/<repository>@<digest>` as its subject. */
  referrers(ref: string): Promise<Referrer[]>;
  /**
   * The file that holds a blob, downloaded if `<blobDir>/sha256/<hex>` is not there. `repository`
   * is a host and a name, as `repositoryName` gives it.
   */
  blob(repository: string, descriptor: Descriptor, blobDir: string): Promise<string>;
}

/** A GET below a repository; answers that are not 200 are thrown as diagnostics. */
export type Get = <T>(
  reference: Reference,
  path: string,
  accept: string | undefined,
  consume: Consume<T>,
) => Promise<T>;

export function createRegistryClient(options: RegistryOptions = {}): RegistryClient {
  const env = options.env ?? process.env;
  const mirrors = { ...options.mirrors, ...mirrorsFrom(env) };
  const patience = { ...PATIENCE, ...options.patience };
  const ways = new Map<string, Send>();

  const wayTo = (endpoint: Endpoint, reference: Reference): Send => {
    const key = `${endpoint.root}${reference.repository}`;
    const known = ways.get(key);
    if (known) return known;
    const way = openAccess({
      ...{ root: endpoint.root, env, patience, ...signalOf(options) },
      ...scopeOf(endpoint, reference),
      refused: (url, status) => unauthorized(url, status, endpoint.host),
    });
    ways.set(key, way);
    return way;
  };

  const get: Get = <T>(
    reference: Reference,
    path: string,
    accept: string | undefined,
    consume: Consume<T>,
  ): Promise<T> => {
    const endpoint = endpointOf(reference.registry, mirrors);
    const url = new URL(`${reference.repository}/${path}`, endpoint.root);
    return wayTo(endpoint, reference)(
      { url, headers: accept ? { accept } : {} },
      async (response, body) => {
        if (response.ok) return consume(response, body);
        await response.body?.cancel();
        throw refusal(response.status, { url, reference, endpoint });
      },
    );
  };

  return {
    isMirrored: (host) => Object.hasOwn(mirrors, host),
    resolve: (ref, platform) => resolveImage(get, parsed(ref), platform, options.blobDir),
    list: (ref) => listImages(get, parsed(ref), options.blobDir),
    referrers: (ref) => {
      const reference = parsed(ref);
      return readReferrers(get, reference, reference.digest ?? '');
    },
    blob: (repository, descriptor, blobDir) =>
      downloadBlob(get, parsed(repository), descriptor, blobDir),
  };
}

interface Asked {
  url: URL;
  reference: Reference;
  endpoint: Endpoint;
}

function parsed(ref: string): Reference {
  const result = parseReference(ref);
  if (!result.ok) throw new HardenError(...result.diagnostics);
  return result.value;
}

function scopeOf(
  endpoint: Endpoint,
  reference: Reference,
): Pick<AuthContext, 'registry' | 'repository'> {
  const prefix = endpoint.root.pathname.slice('/v2/'.length);
  return { registry: endpoint.host, repository: prefix + reference.repository };
}

function signalOf({ signal }: RegistryOptions): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

function refusal(status: number, { url, reference, endpoint }: Asked): HardenError {
  if (status === 403) return unauthorized(url, status, endpoint.host);
  const where = endpoint.host === reference.registry ? '' : ` (mirror of ${reference.registry})`;
  if (status === 404) {
    return new HardenError(
      error('registry/not-found', `${withoutQuery(url)}${where} does not exist`, {
        hint: 'check the name and the tag',
      }),
    );
  }
  return new HardenError(
    error('registry/bad-answer', `${withoutQuery(url)}${where} answered ${status}`, {
      hint: 'check that this host is a registry, and no proxy or login page answers for it',
    }),
  );
}
