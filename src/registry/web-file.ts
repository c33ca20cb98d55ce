import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { openBlob } from '../oci/blob-writer.ts';
import { type Consume, PATIENCE, type Patience, request, withoutQuery } from './http.ts';

/** The longest text that is read whole. */
const LONGEST = 64 * 1024;
/** Databases have some hundred megabytes; a disk has an end. */
const LARGEST = 4 * 1024 ** 3;

/** How a server is asked. */
interface Asks {
  /** The largest file that is taken, in bytes. */
  most?: number;
  patience?: Partial<Patience>;
  signal?: AbortSignal;
}

/** A small file of a web server. Throws HardenError registry/*. */
export async function webText(url: URL, asks: Asks = {}): Promise<string> {
  return get(
    url,
    async (_response, body) => {
      let text = Buffer.alloc(0);
      for await (const chunk of body) {
        text = Buffer.concat([text, chunk]);
        if (text.length > LONGEST) throw badAnswer(url, `gave more than ${LONGEST} bytes`);
      }
      return text.toString('utf8');
    },
    asks,
  );
}

/** A file of a web server in the blob folder, if it is the one of this digest. */
export async function webBlob(
  url: URL,
  digest: string,
  blobDir: string,
  asks: Asks = {},
): Promise<string> {
  const { most = LARGEST } = asks;
  return get(
    url,
    async (_response, body) => {
      const blob = await openBlob(blobDir);
      try {
        let size = 0;
        for await (const chunk of body) {
          size += chunk.length;
          if (size > most) throw badAnswer(url, `gave more than ${most} bytes`);
          await blob.write(chunk);
        }
        const found = await blob.finish();
        if (found.digest === digest) return await blob.commit();
        throw new HardenError(
          error(
            'registry/digest-mismatch',
            `${withoutQuery(url)} has the digest ${found.digest}, expected ${digest}`,
            { hint: 'run it again; if it stays, a proxy or mirror changes what it passes on' },
          ),
        );
      } finally {
        await blob.discard();
      }
    },
    asks,
  );
}

function get<T>(url: URL, consume: Consume<T>, { patience, signal }: Asks): Promise<T> {
  return request(
    { url },
    { ...PATIENCE, ...patience },
    async (response, body) => {
      if (response.ok) return consume(response, body);
      await response.body?.cancel();
      throw badAnswer(url, `answered ${response.status}`);
    },
    signal,
  );
}

function badAnswer(url: URL, what: string): HardenError {
  return new HardenError(
    error('registry/bad-answer', `${withoutQuery(url)} ${what}`, {
      hint: 'check that no proxy or login page answers for this host',
    }),
  );
}
