import { HardenError } from '../diagnostics/diagnostic.ts';
import type { OciIndex } from '../oci/spec.ts';
import { MEDIA } from '../oci/spec.ts';
import type { Descriptor } from '../oci/types.ts';
import { parseJson } from '../parse-json.ts';
import type { Get } from './client.ts';
import { isReferrer } from './documents.ts';
import { type Reference, repositoryName } from './reference.ts';
import { badAnswer, collected } from './resolve.ts';

/** A document that names an image as its subject. */
export type Referrer = Descriptor & { artifactType?: string };

/** A list is in pages; more of them than this are nobody's, and more referrers. */
const MAX_PAGES = 50;
const MAX_REFERRERS = 2000;

/**
 * What a registry lists as referrers of a digest, and where it keeps no list, what is in the index under
 * the tag `sha256-…`. Anybody who may push can put something there.
 */
export async function readReferrers(
  get: Get,
  reference: Reference,
  digest: string,
): Promise<Referrer[]> {
  const found: Referrer[] = [];
  let path: string | undefined = `referrers/${digest}`;
  for (let page = 0; path !== undefined; page += 1) {
    if (page === MAX_PAGES) throw badAnswer(reference, `over ${MAX_PAGES} pages of referrers`);
    const answer: Page | undefined = await pageOf(get, reference, path);
    if (!answer) return page === 0 ? await tagged(get, reference, digest) : found;
    found.push(...answer.manifests);
    if (found.length > MAX_REFERRERS) throw badAnswer(reference, `over ${MAX_REFERRERS} referrers`);
    path = answer.next && `referrers/${digest}${answer.next}`;
  }
  // Some registries know the list, and leave what older clients pushed under the tag.
  return found.length > 0 ? found : await tagged(get, reference, digest);
}

interface Page {
  manifests: Referrer[];
  /** The query of the next page. */
  next?: string;
}

async function tagged(get: Get, reference: Reference, digest: string): Promise<Referrer[]> {
  const page = await pageOf(get, reference, `manifests/${digest.replace(':', '-')}`);
  return page?.manifests ?? [];
}

/** Nothing where the registry has no such list. */
async function pageOf(get: Get, reference: Reference, path: string): Promise<Page | undefined> {
  try {
    return await get(reference, path, MEDIA.index, async (response, body) => {
      const bytes = await collected(reference, body);
      const [, next] =
        /<[^>?]*(\?[^>]*)>;\s*rel="?next"?/.exec(response.headers.get('link') ?? '') ?? [];
      return { manifests: manifestsOf(reference, bytes), ...(next && { next }) };
    });
  } catch (thrown) {
    const code = thrown instanceof HardenError ? thrown.diagnostics[0]?.code : undefined;
    if (code === 'registry/not-found' || code === 'registry/bad-answer') return undefined;
    throw thrown;
  }
}

function manifestsOf(reference: Reference, bytes: Buffer): Referrer[] {
  try {
    const { manifests } = parseJson(bytes.toString('utf8')) as Partial<OciIndex>;
    // Anybody may list what is none; what counts must be found in spite of it.
    if (Array.isArray(manifests)) return manifests.filter(isReferrer);
  } catch {
    // Falls through to the same diagnostic.
  }
  throw badAnswer(
    reference,
    `its list of referrers in ${repositoryName(reference)} cannot be read`,
  );
}
