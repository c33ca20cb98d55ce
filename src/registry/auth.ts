import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { beginningOf } from './body.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { addressIn, type Patience, type Request, request, withoutQuery } from './http.ts';

/**
 * Why a registry said no: it wants a login and there is none, it does not take the login it got, or
 * the login has no right to this.
 */
type Refused = 'anonymous' | 'credentials' | 'right';

export interface AuthContext {
  /** The registry whose credentials count: that of the reference, or the mirror's host. */
  registry: string;
  repository: string;
  /** What a token has to allow; as the challenge says, else to pull, unless it is named. */
  scopes?: readonly string[];
  /** The diagnostic for a "no". */
  refused: (url: URL, status: number, why: Refused) => HardenError;
  env: NodeJS.ProcessEnv;
  patience: Patience;
  signal?: AbortSignal;
}

export interface Challenge {
  scheme: 'basic' | 'bearer';
  parameters: Record<string, string>;
}

export interface Authorization {
  header: string;
  /** What it means when it is refused. */
  unless: Refused;
  /** What of it no diagnostic shows, whatever the registry says. */
  hidden: string[];
}

/**
 * The `Authorization` header that answers a 401: a token from the service that the challenge
 * names, or a name and password. Nothing when the challenge cannot be answered.
 */
export async function authorize(
  header: string | null,
  context: AuthContext,
): Promise<Authorization | undefined> {
  const challenge = parseChallenge(header ?? '');
  if (!challenge) return undefined;
  const credentials = await readCredentials(context.registry, context.env);
  if (challenge.scheme === 'bearer') return bearer(challenge.parameters, credentials, context);
  if (!credentials || !('username' in credentials)) return undefined;
  const { password } = credentials;
  const sent = basic(credentials);
  return { header: sent, unless: 'credentials', hidden: [password, sent.replace(/^\w+ /, '')] };
}

/** Parses `Bearer realm="...",service="..."`; the first scheme that harden can answer counts. */
export function parseChallenge(header: string): Challenge | undefined {
  const start = /(?:^|,\s*)(bearer|basic)(?=\s|$)/i.exec(header);
  if (!start) return undefined;
  const parameters: Record<string, string> = {};
  const rest = header.slice(start.index + start[0].length);
  for (const [, key = '', quoted, bare] of rest.matchAll(/([\w-]+)=(?:"([^"]*)"|([^\s,"]+))/g)) {
    parameters[key.toLowerCase()] ??= quoted ?? bare ?? '';
  }
  return { scheme: (start[1] ?? '').toLowerCase() as Challenge['scheme'], parameters };
}

/** The diagnostic for a registry that said no, with what to do about it. */
export function unauthorized(url: URL, status: number, registry: string): HardenError {
  const what = `${withoutQuery(url)}: the registry answered ${status}`;
  return new HardenError(
    error('registry/unauthorized', `${what}; the image is private or does not exist`, {
      hint: `check the name, then log in: docker login ${registry}`,
    }),
  );
}

async function bearer(
  { realm, service, scope }: Record<string, string>,
  credentials: Credentials | undefined,
  context: AuthContext,
): Promise<Authorization | undefined> {
  const address = realm && addressIn(realm);
  if (!address) return undefined;
  const query = new URLSearchParams(service ? { service } : {});
  for (const one of context.scopes ?? [scope ?? `repository:${context.repository}:pull`]) {
    query.append('scope', one);
  }
  const wanted = tokenRequest(address, query, credentials);
  const token = await request(wanted, context.patience, tokenOf, context.signal);
  if (token === undefined) return undefined;
  return {
    header: `Bearer ${token}`,
    unless: credentials ? 'right' : 'anonymous',
    hidden: [token],
  };

  async function tokenOf(
    response: Response,
    body: AsyncIterable<Uint8Array>,
  ): Promise<string | undefined> {
    if (response.status >= 300 && response.status < 400) throw sentOn(wanted.url, response.status);
    if (!response.ok) {
      throw context.refused(wanted.url, response.status, credentials ? 'credentials' : 'anonymous');
    }
    return tokenIn((await beginningOf(body, LARGEST_ANSWER)).toString('utf8'));
  }
}

/** Of a token service, in bytes; tokens have some kilobytes. */
const LARGEST_ANSWER = 1024 * 1024;

/** What a header can have; anything else would be none, or another header. */
const TOKEN = /^[\x21-\x7e]+$/;

function tokenIn(json: string): string | undefined {
  try {
    const { token, access_token } = JSON.parse(json);
    const found = token ?? access_token;
    return typeof found === 'string' && TOKEN.test(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Whoever is named there would get the login, too. */
function sentOn(url: URL, status: number): HardenError {
  return new HardenError(
    error('registry/bad-answer', `${withoutQuery(url)} sends a login on to elsewhere (${status})`, {
      hint: 'check that this is the token service of the registry, and no proxy answers for it',
    }),
  );
}

function tokenRequest(realm: URL, query: URLSearchParams, credentials?: Credentials): Request {
  // Credentials go over TLS only, or stay on this machine.
  const safe = realm.protocol === 'https:' || isLoopback(realm.hostname);
  if (safe && credentials && 'identityToken' in credentials) {
    query.set('grant_type', 'refresh_token');
    query.set('client_id', 'harden');
    query.set('refresh_token', credentials.identityToken);
    // Here all are one word.
    query.set('scope', query.getAll('scope').join(' '));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { url: realm, method: 'POST', headers, body: query.toString() };
  }
  const url = new URL(realm);
  for (const [key, value] of query) url.searchParams.append(key, value);
  if (!safe || !credentials || 'identityToken' in credentials) return { url };
  return { url, headers: { authorization: basic(credentials) } };
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
