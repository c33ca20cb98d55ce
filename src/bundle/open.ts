import { z } from 'zod';
import { parseLock } from '../lock/parse.ts';
import type { Lock } from '../lock/schema.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { digestOf } from '../oci/digest.ts';
import type { Descriptor } from '../oci/types.ts';
import { type BundleRecord, KIND, recordSchema, TYPES } from './format.ts';
import { type BundleSource, damaged, openSource, unreadable } from './source.ts';

/** A bundle whose index, record and lock are read and whole. */
export interface Bundle {
  /** As the user named it. */
  shown: string;
  record: BundleRecord;
  lock: Lock;
  /** Every descriptor that the index leads to. */
  descriptors: Descriptor[];
  source: BundleSource;
}

const MAX_DOCUMENT = 8 * 1024 * 1024;
/** What of them is read; anybody may have written them. */
const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string(),
  size: z.int().min(0),
  annotations: z.record(z.string(), z.string()).default({}),
});
const indexSchema = z.object({ manifests: z.array(descriptorSchema) });
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** @throws HardenError bundle/unreadable, bundle/damaged. */
export async function openBundle(path: string, shown: string): Promise<Bundle> {
  const source = await openSource(path, shown);
  try {
    return await read(source, shown);
  } catch (thrown) {
    await source.close();
    throw thrown;
  }
}

async function read(source: BundleSource, shown: string): Promise<Bundle> {
  if ((await source.size('index.json')) === undefined) {
    throw unreadable(shown, 'it has no index.json');
  }
  const index = indexSchema.safeParse(parsed(await bytesOf(source, 'index.json', shown), shown));
  if (!index.success) throw unreadable(shown, 'its index lists nothing');
  const own = index.data.manifests.find(({ annotations }) => annotations[KIND] === 'bundle');
  if (!own) throw unreadable(shown, 'it is an image, or of another program');
  const descriptors: Descriptor[] = [];
  let parts: Descriptor[] = [];
  for (const entry of index.data.manifests) {
    const document = parsed(await documentOf(source, entry, shown), shown);
    const manifest = manifestSchema.safeParse(document);
    if (!manifest.success) throw damaged(shown, `${entry.digest} is no manifest`);
    const { config, layers } = manifest.data;
    if (entry === own) parts = layers;
    descriptors.push(entry, config, ...layers);
  }
  const partOf = async (mediaType: string) => {
    const layer = parts.find((one) => one.mediaType === mediaType);
    if (!layer) throw damaged(shown, `it has no ${mediaType}`);
    return documentOf(source, layer, shown);
  };
  const record = recordSchema.safeParse(parsed(await partOf(TYPES.record), shown));
  if (!record.success) throw unreadable(shown, 'it is of another version of harden');
  const lock = parseLock((await partOf(TYPES.lock)).toString('utf8'), 'hardening.lock');
  if (!lock.ok) throw damaged(shown, `its lock: ${lock.diagnostics[0]?.message}`);
  return { shown, record: record.data, lock: lock.value, descriptors, source };
}

async function documentOf(
  source: BundleSource,
  descriptor: Descriptor,
  shown: string,
): Promise<Buffer> {
  const bytes = await bytesOf(source, await placeOf(source, descriptor, shown), shown);
  const found = digestOf(bytes);
  if (found === descriptor.digest) return bytes;
  throw damaged(shown, `the blob ${descriptor.digest} has the digest ${found}`);
}

/** Where a blob lies in the source. @throws HardenError bundle/damaged where it is not, or has another size. */
export async function placeOf(
  source: BundleSource,
  { digest, size }: Descriptor,
  shown: string,
): Promise<string> {
  if (!DIGEST.test(digest)) throw damaged(shown, `${JSON.stringify(digest)} is no digest`);
  const path = blobPath('blobs', digest).replaceAll('\\', '/');
  const found = await source.size(path);
  if (found === undefined) throw damaged(shown, `the blob ${digest} is missing`);
  if (found !== size) {
    throw damaged(shown, `the blob ${digest} has ${found} bytes, expected ${size}`);
  }
  return path;
}

async function bytesOf(source: BundleSource, path: string, shown: string): Promise<Buffer> {
  const size = (await source.size(path)) ?? 0;
  if (size > MAX_DOCUMENT) throw damaged(shown, `${path} has ${size} bytes`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.stream(path)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parsed(bytes: Buffer, shown: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw damaged(shown, 'a document in it is no JSON');
  }
}
