import { error, HardenError } from '../../diagnostics/diagnostic.ts';
import { beginningOf } from '../body.ts';
import { withoutQuery } from '../http.ts';

/** The part of a repository that a refusal is told with. */
interface Refusing {
  name: string;
  registry: string;
}

const LONGEST = 64 * 1024;
/** Words of registries for a tag that stays: Amazon's, Harbor's, Google's, Azure's. */
const IMMUTABLE = /immutab|cannot be overwritten|already exists/i;

/** The diagnostic for an answer that was not wanted. `tag` is there where one was to be moved. */
export async function refusal(
  { name, registry }: Refusing,
  url: URL,
  response: Response,
  body: AsyncIterable<Uint8Array>,
  tag?: string,
): Promise<HardenError> {
  const { status } = response;
  const { code, said } = await wordsOf(body);
  if (tag && status < 500 && (status === 409 || status === 412 || IMMUTABLE.test(said))) {
    return tagImmutable(name, tag, status, said);
  }
  if (status === 403 || code === 'DENIED') return noPushRight(name, registry, status, said);
  if (code === 'NAME_UNKNOWN' || (status === 404 && !code?.startsWith('BLOB'))) {
    return new HardenError(
      error('registry/no-repository', `${name} does not exist (${status})${said}`, {
        hint: 'make the repository at the registry first, or check its name: this registry makes none by itself',
      }),
    );
  }
  return new HardenError(
    error('registry/bad-answer', `${withoutQuery(url)} answered ${status}${said}`, {
      hint: 'check that this host is a registry that takes OCI images, and no proxy changes what is sent',
    }),
  );
}

/** The login is good, and may not write here. */
export function noPushRight(
  name: string,
  registry: string,
  status: number,
  said = '',
): HardenError {
  return new HardenError(
    error(
      'registry/no-push-right',
      `${registry} does not let you push to ${name} (${status})${said}`,
      {
        hint: `ask for the right to push to it, or log in as somebody who has it: docker login ${registry}`,
      },
    ),
  );
}

/** The registry does not take the name and password that are stored. */
export function wrongCredentials(name: string, registry: string, status: number): HardenError {
  return new HardenError(
    error(
      'registry/wrong-credentials',
      `${registry} refuses the login that is stored for it (${status}), asked for ${name}`,
      { hint: `log in again: docker login ${registry}` },
    ),
  );
}

/** Another than was sent: something between here and the registry changes what passes. */
export function otherDigest(what: string, expected: string, found: string): HardenError {
  return new HardenError(
    error('registry/digest-mismatch', `${what}: ${found} came back for ${expected}`, {
      hint: 'do not use what was pushed; look for a proxy that changes what it passes on',
    }),
  );
}

function tagImmutable(name: string, tag: string, status: number, said: string): HardenError {
  return new HardenError(
    error(
      'registry/tag-immutable',
      `${name}:${tag} is another image and may not be moved (${status})${said}`,
      {
        hint: 'publish under a new tag; the image itself is there by its digest',
      },
    ),
  );
}

/** The first error that the registry names, in its own words. */
async function wordsOf(body: AsyncIterable<Uint8Array>): Promise<{ code?: string; said: string }> {
  const begin = await beginningOf(body, LONGEST);
  try {
    const answer = JSON.parse(begin.toString('utf8'));
    const { code, message } = answer.errors[0];
    const words = [code, message].filter((one) => typeof one === 'string' && one !== '').join(': ');
    return { ...(typeof code === 'string' && { code }), said: `: ${words.slice(0, 300)}` };
  } catch {
    return { said: '' };
  }
}
