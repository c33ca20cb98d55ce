import { setTimeout as wait } from 'node:timers/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { fetchFromWeb } from '../web-fetch.ts';

/** How patient requests are. Times are in milliseconds. */
export interface Patience {
  /** The longest silence of the other side, before the answer and between its pieces. */
  timeout: number;
  /** The wait after the first failure; it doubles each time. */
  retryDelay: number;
  tries: number;
}

export const PATIENCE: Patience = { timeout: 30_000, retryDelay: 500, tries: 4 };

export interface Request {
  url: URL;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

/** What is to be done with an answer; it runs again when the connection breaks in it. */
export type Consume<T> = (response: Response, body: AsyncIterable<Uint8Array>) => Promise<T>;

const MAX_RETRY_AFTER = 60_000;

/**
 * Sends a request and hands its answer on. 429, 5xx and broken connections are tried again; when
 * the tries are used up, it throws `registry/unreachable`. Any other status is the caller's.
 */
export async function request<T>(
  wanted: Request,
  patience: Patience,
  consume: Consume<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(wanted, patience, consume, signal);
    if ('value' in outcome) return outcome.value;
    if (attempt >= patience.tries) throw unreachable(wanted.url, outcome.reason, attempt);
    const backoff = patience.retryDelay * 2 ** (attempt - 1);
    await wait(outcome.after ?? backoff, undefined, signal ? { signal } : {});
  }
}

type Outcome<T> = { value: T } | { reason: string; after?: number };

async function once<T>(
  wanted: Request,
  patience: Patience,
  consume: Consume<T>,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  signal?.throwIfAborted();
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), patience.timeout);
  try {
    const response = await fetchFromWeb(wanted.url, {
      method: wanted.method ?? 'GET',
      headers: { 'user-agent': 'harden', ...wanted.headers },
      ...(wanted.body === undefined ? {} : { body: wanted.body }),
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    });
    timer.refresh();
    if (response.status === 429 || response.status >= 500) {
      await response.body?.cancel();
      return { reason: `it answered ${response.status}`, ...retryAfter(response) };
    }
    return { value: await consume(response, heard(response, timer)) };
  } catch (cause) {
    signal?.throwIfAborted();
    if (silence.signal.aborted) return { reason: `no answer for ${patience.timeout / 1000} s` };
    const reason = networkReason(cause);
    if (reason === undefined) throw cause;
    return { reason };
  } finally {
    clearTimeout(timer);
    // A consumer that stopped half-way must not leave the connection open.
    silence.abort();
  }
}

/** The body, with the clock of silence set back at each piece. */
async function* heard(response: Response, timer: NodeJS.Timeout): AsyncGenerator<Uint8Array> {
  for await (const chunk of response.body ?? []) {
    timer.refresh();
    yield chunk;
  }
}

/** Seconds or a date, bounded; nothing when the header is not there or makes no sense. */
function retryAfter(response: Response): { after?: number } {
  const value = response.headers.get('retry-after');
  if (value === null) return {};
  const delay = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  if (!Number.isFinite(delay)) return {};
  return { after: Math.min(Math.max(delay, 0), MAX_RETRY_AFTER) };
}

/** What broke, if it was the network: fetch wraps it in a TypeError. */
function networkReason(cause: unknown): string | undefined {
  if (!(cause instanceof TypeError)) return undefined;
  const inner = cause.cause as (Error & { code?: string; errors?: Error[] }) | undefined;
  const first = inner?.errors?.[0] as (Error & { code?: string }) | undefined;
  if (!inner) return undefined;
  const code = inner.code ?? first?.code;
  // Codes of the system are known to people, those of the HTTP library are not.
  return code?.startsWith('E') ? code : inner.message || first?.message || cause.message;
}

function unreachable(url: URL, reason: string, tries: number): HardenError {
  return new HardenError(
    error('registry/unreachable', `${withoutQuery(url)}: ${reason}, after ${tries} tries`, {
      hint: 'check the network, or name a mirror: HARDEN_REGISTRY_MIRRORS=docker.io=http://127.0.0.1:5000',
    }),
  );
}

/** A query may hold a signature or a token. */
export function withoutQuery(url: URL): string {
  return url.origin + url.pathname;
}
