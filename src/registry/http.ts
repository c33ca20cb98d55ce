import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
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
  /** Told before each wait. */
  waiting?: (milliseconds: number) => void;
}

export const PATIENCE: Patience = { timeout: 30_000, retryDelay: 500, tries: 4 };

export interface Request {
  url: URL;
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  headers?: Record<string, string>;
  /** A file is sent as a stream, anew at each try. */
  body?: string | Uint8Array | SentFile;
}

/** `sent` is told how many bytes have gone out. */
interface SentFile {
  file: string;
  size: number;
  sent?: (bytes: number) => void;
}

/** What is to be done with an answer; it runs again when the connection breaks in it. */
export type Consume<T> = (response: Response, body: AsyncIterable<Uint8Array>) => Promise<T>;

const MAX_RETRY_AFTER = 60_000;
/** The slowest line that a body is sent on without giving up, in bytes for a millisecond. */
const SLOWEST = 32;
/** The same for what comes: who sends a byte now and then would never be done, and never be silent. */
const SLOWEST_ANSWER = 1;

/** Nobody answered, or not now: `registry/unreachable`. It may be tried again. */
export class Unreachable extends HardenError {
  /** Milliseconds to wait before the next try, where the other side said so. */
  readonly after: number | undefined;

  constructor(url: URL, reason: string, tries: number, after?: number) {
    const count = tries === 1 ? '' : `, after ${tries} tries`;
    super(
      error('registry/unreachable', `${withoutQuery(url)}: ${reason}${count}`, {
        hint: 'check the network, or name a mirror: HARDEN_REGISTRY_MIRRORS=docker.io=http://127.0.0.1:5000',
      }),
    );
    this.after = after;
  }
}

/**
 * Sends a request and hands its answer on. 429, 5xx and broken connections are tried again; when
 * the tries are used up, it throws Unreachable. Any other status is the caller's.
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
    if (attempt >= patience.tries || outcome.mute) {
      throw new Unreachable(wanted.url, outcome.reason, attempt, outcome.after);
    }
    await pause(patience, attempt, outcome.after, signal);
  }
}

/** The wait after a failure: what the other side asked for, else one that doubles each time. */
export async function pause(
  { retryDelay, waiting }: Patience,
  attempt: number,
  after?: number,
  signal?: AbortSignal,
): Promise<void> {
  const milliseconds = after ?? retryDelay * 2 ** (attempt - 1);
  waiting?.(milliseconds);
  await wait(milliseconds, undefined, signal ? { signal } : {});
}

type Body = NonNullable<RequestInit['body']>;
/** Whoever was `mute` is not asked again: the wait was long, and the next one would be as long. */
type Outcome<T> = { value: T } | { reason: string; after?: number; mute?: boolean };

async function once<T>(
  wanted: Request,
  patience: Patience,
  consume: Consume<T>,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  signal?.throwIfAborted();
  const silence = new AbortController();
  let mute = true;
  const { bytes, ...body } = bodyOf(wanted);
  // While a body is sent nothing is heard.
  const timer = setTimeout(() => silence.abort(), patience.timeout + bytes / SLOWEST);
  try {
    const response = await fetchFromWeb(wanted.url, {
      method: wanted.method ?? 'GET',
      headers: { 'user-agent': 'harden', ...wanted.headers, ...lengthOf(wanted) },
      ...body,
      // Texts hold tokens, which a redirect would carry to whomever it names.
      redirect: typeof wanted.body === 'string' ? 'manual' : 'follow',
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    });
    timer.refresh();
    mute = false;
    if (response.status === 429 || response.status >= 500) {
      await response.body?.cancel();
      return { reason: `it answered ${response.status}`, ...retryAfter(response) };
    }
    return { value: await consume(response, heard(response, timer, patience)) };
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof TooSlow) return { reason: 'its answer comes too slowly' };
    if (silence.signal.aborted) {
      // What is sent may take its receiver long to store.
      return { reason: `no answer for ${patience.timeout / 1000} s`, mute: mute && isRead(wanted) };
    }
    const reason = networkReason(cause);
    if (reason === undefined) throw cause;
    return { reason };
  } finally {
    clearTimeout(timer);
    // A consumer that stopped half-way must not leave the connection open.
    silence.abort();
  }
}

function bodyOf({ body }: Request): { bytes: number; body?: Body; duplex?: 'half' } {
  if (body === undefined) return { bytes: 0 };
  if (typeof body === 'string' || body instanceof Uint8Array) {
    return { bytes: body.length, body: body as Body };
  }
  const stream = Readable.toWeb(Readable.from(counted(body), { objectMode: false }));
  return { bytes: body.size, body: stream as unknown as Body, duplex: 'half' };
}

async function* counted({ file, sent }: SentFile): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    yield chunk;
    bytes += chunk.length;
    sent?.(bytes);
  }
}

/** Of a stream fetch does not know it, and registries want it. */
function lengthOf({ body }: Request): Record<string, string> {
  return typeof body === 'object' && 'file' in body ? { 'content-length': `${body.size}` } : {};
}

function isRead({ method = 'GET' }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

class TooSlow extends Error {}

/** The body, with the clock of silence set back at each piece. */
async function* heard(
  response: Response,
  timer: NodeJS.Timeout,
  { timeout }: Patience,
): AsyncGenerator<Uint8Array> {
  const began = performance.now();
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    timer.refresh();
    bytes += chunk.length;
    if (performance.now() - began > timeout + bytes / SLOWEST_ANSWER) throw new TooSlow();
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

/** What somebody else names as an address, if it is one that can be asked: no file, no login in it. */
export function addressIn(text: string, base?: URL): URL | undefined {
  if (!URL.canParse(text, base?.href)) return undefined;
  const url = new URL(text, base);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url : undefined;
}

/** A query may hold a signature or a token. */
export function withoutQuery(url: URL): string {
  return url.origin + url.pathname;
}
