import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { blobPath, openBlob } from '../oci/blob-writer.ts';
import { digestOf } from '../oci/digest.ts';
import { isIndex, MEDIA, type OciIndex, type OciManifest } from '../oci/spec.ts';
import type { Descriptor } from '../oci/types.ts';
import { parseJson } from '../parse-json.ts';
import type { Platform } from '../plan/types.ts';
import type { Get } from './client.ts';
import { indexDocument, isDigest, manifestDocument, wrongIn } from './documents.ts';
import { formatReference, type Reference, repositoryName } from './reference.ts';

/** A manifest and its canonical name, `<registry>/<repository>@<digest>`. */
export interface Resolved {
  ref: string;
  digest: string;
  mediaType: string;
  manifest: OciManifest;
  /** The index the manifest was chosen from. */
  index?: { digest: string };
}

const MAX_MANIFEST = 4 * 1024 * 1024;
const ACCEPT = [MEDIA.index, MEDIA.manifest, MEDIA.dockerIndex, MEDIA.dockerManifest].join(', ');

interface Document {
  digest: string;
  mediaType: string;
  value: Partial<OciIndex & OciManifest>;
}

/** Reads what a reference names, and out of an index the manifest for the platform. */
export async function resolveImage(
  get: Get,
  reference: Reference,
  platform: Platform | undefined,
  blobDir: string | undefined,
): Promise<Resolved> {
  const top = await read(get, reference, blobDir);
  if (!isIndex(top.mediaType)) return resolved(reference, top);
  const chosen = choose(reference, top.value.manifests ?? [], platform);
  // It becomes a part of an address, and a path.
  if (!isDigest(chosen.digest)) throw badAnswer(reference, `"${chosen.digest}" is not a digest`);
  const manifest = await read(get, { ...reference, digest: chosen.digest }, blobDir);
  return { ...resolved(reference, manifest), index: { digest: top.digest } };
}

/** The images of an index, with the names of their platforms; nothing where a reference names no index. */
export interface Listed {
  ref: string;
  digest: string;
  images: { platform: string; digest: string }[];
}

/** Reads what an index lists; what is for no platform, such as a statement, is no image of it. */
export async function listImages(
  get: Get,
  reference: Reference,
  blobDir: string | undefined,
): Promise<Listed | undefined> {
  const { digest, mediaType, value } = await read(get, reference, blobDir);
  if (!isIndex(mediaType)) return undefined;
  const images = (value.manifests ?? []).map((one) => ({
    platform: platformName(one),
    digest: one.digest,
  }));
  return {
    ref: `${repositoryName(reference)}@${digest}`,
    digest,
    images: images.filter(
      ({ platform, digest: one }) => isDigest(one) && !platform.startsWith('unknown'),
    ),
  };
}

function platformName({ platform }: Descriptor): string {
  return platform ? `${platform.os}/${platform.architecture}` : '?';
}

function resolved(reference: Reference, { digest, mediaType, value }: Document): Resolved {
  if (!value.config || !Array.isArray(value.layers)) {
    throw badAnswer(reference, `the manifest (${mediaType}) has no config or no layers`);
  }
  check(reference, manifestDocument, value);
  const ref = `${repositoryName(reference)}@${digest}`;
  return { ref, digest, mediaType, manifest: value as OciManifest };
}

function choose(
  reference: Reference,
  manifests: Descriptor[],
  platform: Platform | undefined,
): Descriptor {
  const found = manifests.find((one) => platformName(one) === platform);
  if (found) return found;
  const listed = [...new Set(manifests.map(platformName))].filter(
    (name) => !name.startsWith('unknown'),
  );
  throw new HardenError(
    error(
      'registry/no-platform',
      `${formatReference(reference)} has no image for ${platform ?? 'an unnamed platform'}; it has ${listed.join(', ') || 'none'}`,
      { hint: 'choose another image, or one of these platforms in "platforms"' },
    ),
  );
}

async function read(
  get: Get,
  reference: Reference,
  blobDir: string | undefined,
): Promise<Document> {
  const cached = await fromCache(reference.digest, blobDir);
  if (cached) return parsed(reference, cached);
  const name = reference.digest ?? reference.tag ?? 'latest';
  const bytes = await get(reference, `manifests/${name}`, ACCEPT, async (response, body) => {
    const all = await collected(reference, body);
    const stated = reference.digest ?? response.headers.get('docker-content-digest');
    if (stated && stated !== digestOf(all)) throw mismatch(reference, stated, digestOf(all));
    return all;
  });
  const document = parsed(reference, bytes);
  if (blobDir) await keep(bytes, blobDir);
  return document;
}

function parsed(reference: Reference, bytes: Buffer): Document {
  let value: Document['value'];
  try {
    value = parseJson(bytes.toString('utf8')) as Document['value'];
  } catch {
    throw badAnswer(reference, 'the manifest is not JSON');
  }
  const known = value?.schemaVersion === 2 && typeof value === 'object';
  if (!known) throw badAnswer(reference, 'the manifest is not of schema version 2');
  const guessed = Array.isArray(value.manifests) ? MEDIA.index : MEDIA.manifest;
  const mediaType = value.mediaType ?? guessed;
  if (typeof mediaType !== 'string') throw badAnswer(reference, 'the media type is not a text');
  if (isIndex(mediaType)) check(reference, indexDocument, value);
  return { digest: digestOf(bytes), mediaType, value };
}

function check(reference: Reference, schema: z.ZodType, value: unknown): void {
  const wrong = wrongIn(schema, value);
  if (wrong !== undefined) throw badAnswer(reference, `the manifest is wrong at ${wrong}`);
}

async function fromCache(
  digest: string | undefined,
  blobDir?: string,
): Promise<Buffer | undefined> {
  if (!digest || !blobDir) return undefined;
  const bytes = await readFile(blobPath(blobDir, digest)).catch(() => undefined);
  return bytes && digestOf(bytes) === digest ? bytes : undefined;
}

async function keep(bytes: Buffer, blobDir: string): Promise<void> {
  const blob = await openBlob(blobDir);
  try {
    await blob.write(bytes);
    await blob.commit();
  } finally {
    await blob.discard();
  }
}

/** The whole body of a manifest or an index, bounded. */
export async function collected(
  reference: Reference,
  body: AsyncIterable<Uint8Array>,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_MANIFEST)
      throw badAnswer(reference, `the manifest has over ${MAX_MANIFEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function mismatch(reference: Reference, expected: string, found: string): HardenError {
  const what = `${formatReference(reference)}: the manifest has the digest ${found}`;
  return new HardenError(
    error('registry/digest-mismatch', `${what}, expected ${expected}`, {
      hint: 'do not use this image; look for a proxy or mirror that changes what it passes on',
    }),
  );
}

export function badAnswer(reference: Reference, fact: string): HardenError {
  return new HardenError(
    error('registry/bad-answer', `${formatReference(reference)}: ${fact}`, {
      hint: 'check that this is a container image and that its registry works',
    }),
  );
}
