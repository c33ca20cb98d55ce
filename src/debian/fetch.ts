import { setTimeout as sleep } from 'node:timers/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { fetchFromWeb } from '../web-fetch.ts';

export interface FetchOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

const TRIES = 3;
const FIRST_DELAY_MS = 200;
/** How long a server may be silent, before and while it answers. */
const STALL_MS = 30_000;
const HINT =
  'check the network, or name another mirror: debian.mirror in the spec or HARDEN_DEBIAN_MIRROR';

/**
 * Asks for a URL and hands the answer to `read`; what went wrong for a moment (network, 429, 5xx)
 * is tried three times. `read` calls `touch` whenever bytes came, and sees only 200, 304 and 404.
 * Throws HardenError debian/mirror-unreachable, or the signal's reason.
 */
export async function fetchFrom<T>(
  url: string,
  read: (response: Response, touch: () => void) => Promise<T>,
  options: FetchOptions = {},
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(url, read, options);
    } catch (thrown) {
      options.signal?.throwIfAborted();
      if (thrown instanceof HardenError) throw thrown;
      if (tries === TRIES || (thrown instanceof Silent && thrown.mute)) {
        const count = tries === 1 ? '' : `, ${tries} tries`;
        throw new HardenError(unreachable(url, causeOf(thrown) + count));
      }
    }
    await sleep(pause(tries), undefined, { signal: options.signal });
  }
}

/** Who said nothing at all is not asked again: the wait was long, and the next one would be as long. */
class Silent extends Error {
  readonly mute: boolean;

  constructor(mute: boolean) {
    super(`no answer for ${STALL_MS / 1000} s`);
    this.mute = mute;
  }
}

export function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  return (response.body ?? []) as AsyncIterable<Uint8Array>;
}

export function unreachable(url: string, cause: string) {
  return error('debian/mirror-unreachable', `${url}: ${cause}`, { hint: HINT });
}

async function once<T>(
  url: string,
  read: (response: Response, touch: () => void) => Promise<T>,
  { headers, signal }: FetchOptions,
): Promise<T> {
  const stalled = new AbortController();
  let mute = true;
  const timer = setTimeout(() => stalled.abort(new Silent(mute)), STALL_MS);
  try {
    const response = await fetchFromWeb(url, {
      headers: headers ?? {},
      signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
    });
    mute = false;
    if (![200, 304, 404].includes(response.status)) await refuse(url, response);
    return await read(response, () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}

/** Server faults and "too many" pass; any other status will be the same the next time. */
async function refuse(url: string, response: Response): Promise<never> {
  await response.body?.cancel();
  const status = `HTTP ${response.status} ${response.statusText}`.trim();
  if (response.status >= 500 || response.status === 429) throw new Error(status);
  throw new HardenError(unreachable(url, status));
}

function pause(attempt: number): number {
  const delay = FIRST_DELAY_MS * 3 ** (attempt - 1);
  return delay + Math.random() * delay * 0.5;
}

/** Node's fetch says "fetch failed" and keeps the reason in `cause`. */
function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  if (!(cause instanceof Error)) return thrown.message;
  return cause.message || String((cause as NodeJS.ErrnoException).code ?? thrown.message);
}
