import { withoutSecrets } from '../diagnostics/without-secrets.ts';
import { type AuthContext, type Authorization, authorize } from './auth.ts';
import { type Consume, type Request, request } from './http.ts';

/** Sends a request to a repository, logged in where the registry asks for it. */
export type Send = <T>(wanted: Request, consume: Consume<T>, tries?: number) => Promise<T>;

/**
 * A way to one repository: a 401 is answered once with what `docker login` left, and what is good is
 * kept. Any other status is the caller's. Throws what `refused` makes of a second "no".
 */
export function openAccess(context: AuthContext & { root: URL }): Send {
  let kept: Promise<Authorization | undefined> | undefined;
  return async <T>(wanted: Request, consume: Consume<T>, tries?: number): Promise<T> => {
    const patience = { ...context.patience, ...(tries !== undefined && { tries }) };
    const send = (authorization: Authorization | undefined) =>
      request(withLogin(wanted, authorization, context), patience, answered, context.signal).catch(
        (thrown: unknown) => {
          throw authorization ? withoutSecrets(thrown, authorization.hidden) : thrown;
        },
      );
    const used = kept;
    const first = await send(await used);
    if ('value' in first) return first.value;
    // Several requests may have met the same challenge.
    if (kept === used) kept = login(first.challenge);
    const authorization = await kept;
    if (!authorization) throw context.refused(wanted.url, 401, 'anonymous');
    const second = await send(authorization);
    if ('value' in second) return second.value;
    throw context.refused(wanted.url, 401, authorization.unless);

    async function answered(
      response: Response,
      body: AsyncIterable<Uint8Array>,
    ): Promise<{ value: T } | { challenge: string | null }> {
      if (response.status !== 401 || !isOurs(response, wanted, context)) {
        return { value: await consume(response, body) };
      }
      await response.body?.cancel();
      return { challenge: response.headers.get('www-authenticate') };
    }
  };

  function login(challenge: string | null): Promise<Authorization | undefined> {
    return authorize(challenge, context).catch((thrown: unknown) => {
      kept = undefined;
      throw thrown;
    });
  }
}

/**
 * Whether the registry itself answered. Uploads may go to another host, and redirects lead to one: its
 * wish for a login is not to be met with the registry's.
 */
function isOurs({ url }: Response, wanted: Request, { root }: { root: URL }): boolean {
  return new URL(url || wanted.url).origin === root.origin;
}

/** A registry may send uploads to another host, which has no claim to the login. */
function withLogin(
  wanted: Request,
  authorization: Authorization | undefined,
  { root }: { root: URL },
): Request {
  if (!authorization || wanted.url.origin !== root.origin) return wanted;
  return { ...wanted, headers: { ...wanted.headers, authorization: authorization.header } };
}
