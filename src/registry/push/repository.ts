import type { HardenError } from '../../diagnostics/diagnostic.ts';
import { openAccess, type Send } from '../access.ts';
import { unauthorized } from '../auth.ts';
import { endpointOf } from '../endpoint.ts';
import { PATIENCE, type Patience } from '../http.ts';
import { type Reference, repositoryName } from '../reference.ts';
import { noPushRight, wrongCredentials } from './refusal.ts';

/** A repository that is written to. */
export interface Repository {
  /** `<registry>/<repository>`, as references have it. */
  name: string;
  /** Without its registry. */
  path: string;
  /** As references and logins have it. */
  registry: string;
  /** The address of something below it. */
  url(path: string): URL;
  send: Send;
  patience: Patience;
  signal?: AbortSignal;
}

export interface PushOptions {
  env: NodeJS.ProcessEnv;
  patience?: Partial<Patience>;
  signal?: AbortSignal;
}

/**
 * The repository of a reference, to be written to. What is pushed goes to the registry itself: a mirror
 * is for reading. `mounts` are repositories of the same registry that blobs may be taken from.
 */
export function openRepository(
  reference: Pick<Reference, 'registry' | 'repository'>,
  mounts: readonly string[],
  { env, patience, signal }: PushOptions,
): Repository {
  const { root, host } = endpointOf(reference.registry, {});
  const { repository } = reference;
  const name = repositoryName(reference);
  const whole = { ...PATIENCE, ...patience };
  const send = openAccess({
    ...{ root, registry: host, repository, env, patience: whole, ...(signal && { signal }) },
    scopes: [
      `repository:${repository}:pull,push`,
      ...mounts.map((from) => `repository:${from}:pull`),
    ],
    refused: (url, status, why): HardenError => {
      if (why === 'credentials') return wrongCredentials(name, host, status);
      if (why === 'right') return noPushRight(name, host, status);
      return unauthorized(url, status, host);
    },
  });
  return {
    ...{ name, path: repository, registry: host, send, patience: whole, ...(signal && { signal }) },
    url: (path) => new URL(`${repository}/${path}`, root),
  };
}
