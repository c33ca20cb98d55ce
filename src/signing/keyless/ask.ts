import type { z } from 'zod';
import { error, HardenError } from '../../diagnostics/diagnostic.ts';
import { beginningOf } from '../../registry/body.ts';
import {
  PATIENCE,
  type Patience,
  request,
  Unreachable,
  withoutQuery,
} from '../../registry/http.ts';

/** How services are asked. */
export interface Asks {
  patience?: Partial<Patience>;
  signal?: AbortSignal;
}

const MOST = 1024 * 1024;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/**
 * Asks a service that signatures need, and reads its answer. With a body it is a POST of JSON.
 * @throws HardenError sign/unreachable, sign/refused.
 */
export async function ask<T>(
  who: string,
  { url, body, headers }: { url: URL; body?: object; headers?: Record<string, string> },
  schema: z.ZodType<T>,
  { patience, signal }: Asks,
): Promise<T> {
  // A token in the open is anybody's.
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname)) {
    throw refused(`${who} is at ${withoutQuery(url)}, which is not encrypted`, 'name it as https:');
  }
  const wanted = {
    url,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    ...(body && { method: 'POST' as const, body: JSON.stringify(body) }),
  };
  const answer = request(wanted, { ...PATIENCE, ...patience }, read, signal);
  return answer.catch((thrown: unknown) => {
    if (!(thrown instanceof Unreachable)) throw thrown;
    const [first] = thrown.diagnostics;
    throw new HardenError(
      error('sign/unreachable', `${who}: ${first?.message ?? ''}`, {
        hint: 'check the network, or sign with a key: --sign-key',
      }),
    );
  });

  async function read(response: Response, bytes: AsyncIterable<Uint8Array>): Promise<T> {
    const text = (await beginningOf(bytes, MOST)).toString('utf8');
    if (!response.ok) {
      const said = text.trim().slice(0, 300);
      throw refused(`${who} at ${withoutQuery(url)} answered ${response.status}: ${said}`, TOKEN);
    }
    const found = schema.safeParse(jsonOf(text));
    if (found.success) return found.data;
    throw refused(`${who} at ${withoutQuery(url)} gave an answer that is none`, TOKEN);
  }
}

const TOKEN =
  'check that the token is for the audience "sigstore" and has not expired, and that the trust root names the right services';

export function refused(message: string, hint: string): HardenError {
  return new HardenError(error('sign/refused', message, { hint }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
