import type { KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { HardenError } from '../diagnostics/diagnostic.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Referrer } from '../registry/referrers.ts';
import { openBundle } from '../signing/open-bundle.ts';
import { BUNDLE, IN_TOTO } from '../statements/attestation.ts';
import { type BuildRecord, readRecordOf } from './record.ts';

/** Larger documents are nobody's, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/**
 * The newest record of how an image was built among the documents beside it in a registry. Without a key it
 * keeps from mistakes and is no proof: anybody who may push can put one there.
 * @param ref `<registry>/<repository>@<digest>`.
 * @param key of whom alone documents count.
 */
export async function publishedRecords(
  ref: string,
  registry: RegistryClient,
  folder: string,
  key?: KeyObject,
): Promise<BuildRecord | undefined> {
  await mkdir(folder, { recursive: true });
  const [repository = '', digest] = ref.split('@');
  const records: BuildRecord[] = [];
  for (const referrer of await registry.referrers(ref)) {
    const texts = await textsOf(repository, referrer, registry, folder).catch(nothingToRead);
    for (const text of texts) {
      const record = readRecordOf(key && !openBundle(text, key) ? '' : statementIn(text));
      if (record && record.digest === digest) records.push(record);
    }
  }
  return records.sort((a, b) => (a.finished < b.finished ? -1 : 1)).at(-1);
}

async function textsOf(
  repository: string,
  { digest }: Referrer,
  registry: RegistryClient,
  folder: string,
): Promise<string[]> {
  const { manifest } = await registry.resolve(`${repository}@${digest}`);
  const layers = manifest.layers.filter(
    ({ mediaType, size }) => [BUNDLE, IN_TOTO].includes(mediaType) && size <= LARGEST,
  );
  return Promise.all(
    layers.map(async (one) => readFile(await registry.blob(repository, one, folder), 'utf8')),
  );
}

/** What a bundle signs, or the text itself. */
function statementIn(text: string): string {
  try {
    const payload = JSON.parse(text)?.dsseEnvelope?.payload;
    return typeof payload === 'string' ? Buffer.from(payload, 'base64').toString('utf8') : text;
  } catch {
    return text;
  }
}

/** Anybody may list what is not there. */
function nothingToRead(thrown: unknown): string[] {
  if (thrown instanceof HardenError && thrown.diagnostics[0]?.code !== 'registry/unreachable')
    return [];
  throw thrown;
}
