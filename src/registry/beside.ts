import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inParallel } from '../debian/parallel.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { BUNDLE, IN_TOTO } from '../statements/attestation.ts';
import type { RegistryClient } from './client.ts';
import type { Referrer } from './referrers.ts';

/** What lies beside an image in its registry, as texts. Anybody who may push can put something there. */
export interface Beside {
  /** Sigstore bundles; an empty text for one that cannot be read. */
  bundles: string[];
  /** Statements that nobody signed. */
  unsigned: string[];
}

/** Larger documents are nobody's, in bytes. */
const LARGEST = 64 * 1024 * 1024;
/** Downloads at a time. */
const PARALLEL = 4;
const KINDS = [BUNDLE, IN_TOTO];

/** The statements beside `<registry>/<repository>@<digest>`. */
export async function fetchBeside(ref: string, registry: RegistryClient): Promise<Beside> {
  const repository = ref.slice(0, ref.indexOf('@'));
  const referrers = await registry.referrers(ref);
  const folder = await mkdtemp(join(tmpdir(), 'harden-verify-'));
  try {
    const all = await inParallel(referrers, PARALLEL, (one) =>
      documentsIn(repository, one, registry, folder).catch(nothingToRead),
    );
    const texts = (kind: string) =>
      all.flat().flatMap((one) => (one.mediaType === kind ? [one.text] : []));
    return { bundles: texts(BUNDLE), unsigned: texts(IN_TOTO) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Document {
  mediaType: string;
  text: string;
}

async function documentsIn(
  repository: string,
  { digest }: Referrer,
  registry: RegistryClient,
  folder: string,
): Promise<Document[]> {
  const { manifest } = await registry.resolve(`${repository}@${digest}`);
  // Registries differ in what they list as the type; the layer says it.
  const layers = manifest.layers.filter(
    ({ mediaType, size }) => KINDS.includes(mediaType) && size <= LARGEST,
  );
  return Promise.all(
    layers.map(async (one) => ({
      mediaType: one.mediaType,
      text: await readFile(await registry.blob(repository, one, folder), 'utf8'),
    })),
  );
}

/** Anybody may list what is not there; what counts must be found in spite of it. */
function nothingToRead(thrown: unknown): Document[] {
  const code = thrown instanceof HardenError ? thrown.diagnostics[0]?.code : undefined;
  if (code && UNREADABLE.includes(code)) return [{ mediaType: BUNDLE, text: '' }];
  throw thrown;
}

const UNREADABLE = ['registry/not-found', 'registry/bad-answer', 'registry/digest-mismatch'];
