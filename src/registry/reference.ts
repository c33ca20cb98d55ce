import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';

/** An image reference in full. At least one of `tag` and `digest` is there. */
export interface Reference {
  /** Host and port, `docker.io` unless the text names one. */
  registry: string;
  repository: string;
  tag?: string;
  digest?: string;
}

const DEFAULT_REGISTRY = 'docker.io';
const HOST =
  /^(?:\[[\da-f:]+\]|[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*)(?::\d{1,5})?$/i;
const REPOSITORY =
  /^[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[\da-f]{64}$/;
const MAX_NAME = 255;

/** Parses `[host[:port]/]name[:tag][@digest]` by the grammar of the distribution project. */
export function parseReference(text: string): Result<Reference> {
  const [named = '', digest, ...more] = text.split('@');
  if (more.length) return refused(text, 'it has more than one "@"');
  if (digest !== undefined && !DIGEST.test(digest)) {
    return refused(text, `after "@" a digest as sha256: and 64 hexadecimal digits was expected`);
  }
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/') && !named.endsWith(']');
  const name = tagged ? named.slice(0, colon) : named;
  const tag = tagged ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) return refused(text, `the tag "${tag}" is not one`);

  const { registry, repository } = divided(name);
  if (!HOST.test(registry)) return refused(text, `"${registry}" is not a host`);
  if (repository !== repository.toLowerCase()) {
    return refused(text, 'a repository has lower-case letters only', repository.toLowerCase());
  }
  if (!REPOSITORY.test(repository)) return refused(text, `"${repository}" is not a repository`);
  if (registry.length + repository.length >= MAX_NAME) return refused(text, 'it is too long');
  return ok({
    registry,
    repository,
    ...(tag !== undefined ? { tag } : digest === undefined ? { tag: 'latest' } : {}),
    ...(digest !== undefined ? { digest } : {}),
  });
}

/** Host and repository, for example `docker.io/library/debian`. */
export function repositoryName(reference: Reference): string {
  return `${reference.registry}/${reference.repository}`;
}

/** The whole reference, as it can be parsed again. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return repositoryName(reference) + tag + digest;
}

/** The same repository at a digest, for a reference that is known to be whole. */
export function byDigest(ref: string, digest: string): string {
  const parsed = parseReference(ref);
  return `${parsed.ok ? repositoryName(parsed.value) : ref}@${digest}`;
}

/** The first part is a host when it has a dot or a port, is `localhost`, or has capitals. */
function divided(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const registry = isHost ? first : DEFAULT_REGISTRY;
  const rest = isHost ? name.slice(slash + 1) : name;
  if (registry !== DEFAULT_REGISTRY && registry !== `index.${DEFAULT_REGISTRY}`) {
    return { registry, repository: rest };
  }
  return { registry: DEFAULT_REGISTRY, repository: rest.includes('/') ? rest : `library/${rest}` };
}

function refused(text: string, fact: string, instead?: string): Result<never> {
  return fail(
    error('registry/bad-reference', `"${text}" is not an image reference: ${fact}`, {
      hint: `write it as ${instead ?? 'debian:trixie, ghcr.io/owner/name:1.2 or name@sha256:...'}`,
    }),
  );
}
