import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { readRecord, writeRecord } from '../records.ts';
import { beginningOf } from '../registry/body.ts';
import { bodyOf, fetchFrom, unreachable } from './fetch.ts';
import { parseRelease, type Release, refused, verifySignature } from './inrelease.ts';
import { loadKeys } from './keyring.ts';
import { inParallel } from './parallel.ts';
import { type Suite, suitesOf } from './releases.ts';
import type { Mirror } from './types.ts';

/** A suite with its verified InRelease file; `digest` is the SHA-256 of that file's body. */
export interface OpenSuite extends Suite {
  release: Release;
  digest: string;
}

export interface SuiteOptions {
  /** Where verified InRelease files are kept. */
  folder: string;
  /** A folder of armored keys, Debian's own unless told. */
  keys?: string | undefined;
  signal?: AbortSignal | undefined;
}

interface Kept {
  checked: number;
  etag?: string;
  lastModified?: string;
  digest: string;
  /** The text that is signed, once its signature was found good. */
  text: string;
}

const MOST_BYTES = 16_000_000;

/** For this long after the mirror was asked, it is not asked again. */
const FRESH_MS = 10 * 60 * 1000;

/** Opens the suites of a release on the first mirror that answers. */
export async function openSuites(
  release: string,
  mirrors: Mirror[],
  options: SuiteOptions,
): Promise<OpenSuite[]> {
  const failures: HardenError[] = [];
  for (const mirror of mirrors) {
    try {
      const suites = suitesOf(release, mirror);
      return await inParallel(
        suites,
        suites.length,
        (suite, signal) => openSuite(suite, { ...options, signal }),
        options.signal,
      );
    } catch (thrown) {
      if (!isUnreachable(thrown)) throw thrown;
      failures.push(thrown);
    }
  }
  const diagnostics = failures.flatMap((failure) => failure.diagnostics);
  if (diagnostics.length) throw new HardenError(...diagnostics);
  throw new HardenError(error('debian/mirror-unreachable', 'no Debian mirror is named'));
}

function isUnreachable(thrown: unknown): thrown is HardenError {
  return (
    thrown instanceof HardenError && thrown.diagnostics[0]?.code === 'debian/mirror-unreachable'
  );
}

async function openSuite(suite: Suite, options: SuiteOptions): Promise<OpenSuite> {
  const url = `${suite.url}/InRelease`;
  const id = createHash('sha256')
    .update(`${url}\n${options.keys ?? ''}`)
    .digest('hex');
  const file = join(options.folder, `${id}.json`);
  const known = await readRecord<Kept>(file);
  const now = Date.now();
  if (known && Math.abs(now - known.checked) < FRESH_MS) {
    const opened = attempt(known, suite, url, now);
    if (opened) return opened;
  }
  const kept = await ask(url, known, options);
  const release = parseRelease(kept.text, url, suite.codename, now);
  await writeRecord(file, { ...kept, checked: now });
  return { ...suite, release, digest: kept.digest };
}

/** A kept copy may have run out since; then the mirror is asked after all. */
function attempt(known: Kept, suite: Suite, url: string, now: number): OpenSuite | undefined {
  try {
    const release = parseRelease(known.text, url, suite.codename, now);
    return { ...suite, release, digest: known.digest };
  } catch {
    return undefined;
  }
}

async function ask(url: string, known: Kept | undefined, options: SuiteOptions): Promise<Kept> {
  const headers: Record<string, string> = {};
  if (known?.etag) headers['if-none-match'] = known.etag;
  if (known?.lastModified) headers['if-modified-since'] = known.lastModified;
  const answer = await fetchFrom(
    url,
    async (response) => ({
      status: response.status,
      body: await textOf(response, url),
      etag: response.headers.get('etag'),
      lastModified: response.headers.get('last-modified'),
    }),
    { headers, signal: options.signal },
  );
  if (answer.status === 304 && known) return known;
  if (answer.status !== 200) throw new HardenError(unreachable(url, `HTTP ${answer.status}`));
  const digest = createHash('sha256').update(answer.body).digest('hex');
  const text =
    digest === known?.digest
      ? known.text
      : await verifySignature(answer.body, url, await loadKeys(options.keys));
  return {
    checked: 0,
    digest,
    text,
    ...(answer.etag ? { etag: answer.etag } : {}),
    ...(answer.lastModified ? { lastModified: answer.lastModified } : {}),
  };
}

/** Of a file of 200 kB; a signature over more would be looked for in all of it. */
async function textOf(response: Response, url: string): Promise<string> {
  const bytes = await beginningOf(bodyOf(response), MOST_BYTES);
  if (bytes.length <= MOST_BYTES) return bytes.toString('utf8');
  throw new HardenError(refused(url, `it has more than ${MOST_BYTES} bytes`));
}
