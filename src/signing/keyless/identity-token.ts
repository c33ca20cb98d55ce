import { z } from 'zod';
import { error, HardenError } from '../../diagnostics/diagnostic.ts';
import { type Asks, ask } from './ask.ts';

/** A token of OpenID Connect, and what it says. */
export interface IdentityToken {
  token: string;
  issuer: string;
  /** What the authority wants to have signed: the address of mail, else the subject. */
  subject: string;
}

const AUDIENCE = 'sigstore';
const claims = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  email: z.string().optional(),
});

/** Whether the environment offers a token, without asking for one. @throws HardenError sign/no-identity. */
export function checkIdentity(env: NodeJS.ProcessEnv): void {
  if (env['SIGSTORE_ID_TOKEN'] || (env[REQUEST_URL] && env[REQUEST_TOKEN])) return;
  throw new HardenError(
    error('sign/no-identity', 'there is no token that says who signs', {
      hint: 'let the job have one: "permissions: {id-token: write}" on GitHub, "id_tokens: {SIGSTORE_ID_TOKEN: {aud: sigstore}}" on GitLab, else set SIGSTORE_ID_TOKEN',
    }),
  );
}

const REQUEST_URL = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const REQUEST_TOKEN = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';

/** The token of the environment; GitHub gives a new one whenever it is asked. */
export async function identityToken(env: NodeJS.ProcessEnv, asks: Asks): Promise<IdentityToken> {
  checkIdentity(env);
  const token = env['SIGSTORE_ID_TOKEN'] || (await tokenOfGitHub(env, asks));
  const read = claims.safeParse(claimsIn(token));
  if (!read.success) {
    throw new HardenError(
      error('sign/no-identity', 'the token that says who signs is no token of OpenID Connect', {
        hint: 'set SIGSTORE_ID_TOKEN to a token for the audience "sigstore"',
      }),
    );
  }
  const { iss, sub, email } = read.data;
  return { token, issuer: iss, subject: email ?? sub };
}

async function tokenOfGitHub(env: NodeJS.ProcessEnv, asks: Asks): Promise<string> {
  const url = new URL(env[REQUEST_URL] ?? '');
  url.searchParams.set('audience', AUDIENCE);
  const headers = { authorization: `bearer ${env[REQUEST_TOKEN]}` };
  return ask('the token service', { url, headers }, z.object({ value: z.string() }), asks).then(
    ({ value }) => value,
  );
}

function claimsIn(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
