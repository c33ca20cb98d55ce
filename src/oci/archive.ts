import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../plan/types.ts';
import { fileRange, fileSource } from './byte-source.ts';
import { isIndex, type OciConfig, type OciIndex, type OciManifest } from './spec.ts';
import { badArchive } from './tar-header.ts';
import { readTar } from './tar-read.ts';
import type { Descriptor } from './types.ts';

/** An OCI archive, read where it lies: a tar with index.json and blobs/. */
export interface Archive {
  manifest: OciManifest;
  config: OciConfig;
  layers: { descriptor: Descriptor; createdBy?: string }[];
  /** The bytes of a blob; fails at their end when they do not have this digest. */
  blob(digest: string): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

const MAX_DOCUMENT = 4 * 1024 * 1024;

/** Where each file of the tar starts and ends. */
type Places = Map<string, { offset: number; size: number }>;

interface Opened {
  name: string;
  handle: FileHandle;
  places: Places;
}

/**
 * Opens an archive with one pass over its headers. Without `platform` it must hold one image.
 * Throws `oci/bad-archive` for a file that is truncated, damaged or not an OCI archive.
 */
export async function openArchive(file: string, platform?: Platform): Promise<Archive> {
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new HardenError(error('oci/bad-archive', `${file} cannot be read (${cause.code})`));
  });
  try {
    const { size } = await handle.stat();
    const opened = { name: file, handle, places: await placesOf(handle, size, file) };
    const index = await document<OciIndex>(opened, 'index.json');
    const descriptor = await chosen(opened, index, platform);
    const manifest = await blobDocument<OciManifest>(opened, descriptor);
    const config = await blobDocument<OciConfig>(opened, manifest.config);
    return {
      manifest,
      config,
      layers: layersOf(manifest, config),
      blob: (digest) => blob(opened, digest),
      close: () => handle.close(),
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

async function placesOf(handle: FileHandle, size: number, file: string): Promise<Places> {
  const places: Places = new Map();
  for await (const entry of readTar(fileSource(handle, size), file)) {
    const path = entry.path.replace(/^(\.\/)+/, '');
    if (entry.type === 'file') places.set(path, { offset: entry.offset, size: entry.size });
  }
  if (!places.has('index.json')) throw badArchive(file, 'it has no index.json');
  return places;
}

/** The one manifest for the platform; an index may list another index. */
async function chosen(
  archive: Opened,
  index: OciIndex,
  platform: Platform | undefined,
  depth = 0,
): Promise<Descriptor> {
  const listed = Array.isArray(index.manifests) ? index.manifests : [];
  const [first, ...others] = listed.filter((one) => fits(one, platform));
  if (!first || others.length || depth > 2) {
    const found = listed.map((one) => nameOf(one)).join(', ') || 'nothing';
    throw badArchive(
      archive.name,
      `it holds ${found}, expected one image for ${platform ?? 'a platform'}`,
    );
  }
  if (!isIndex(first.mediaType)) return first;
  return chosen(archive, await blobDocument<OciIndex>(archive, first), platform, depth + 1);
}

function fits({ platform: of }: Descriptor, platform: Platform | undefined): boolean {
  if (of?.os === 'unknown') return false;
  return !of || !platform || `${of.os}/${of.architecture}` === platform;
}

function nameOf({ platform, digest }: Descriptor): string {
  return platform ? `${platform.os}/${platform.architecture}` : digest;
}

function layersOf(manifest: OciManifest, config: OciConfig): Archive['layers'] {
  const lines = (config.history ?? []).filter((line) => !line.empty_layer);
  return (manifest.layers ?? []).map((descriptor, i) => {
    const createdBy = lines[i]?.created_by;
    return createdBy === undefined ? { descriptor } : { descriptor, createdBy };
  });
}

async function* blob(archive: Opened, digest: string): AsyncGenerator<Uint8Array> {
  const { offset, size } = placeOf(archive, pathOf(archive, digest));
  const hash = createHash('sha256');
  for await (const chunk of fileRange(archive.handle, offset, size)) {
    hash.update(chunk);
    yield chunk;
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== digest)
    throw badArchive(archive.name, `the blob ${digest} has the digest ${found}`);
}

async function blobDocument<T>(archive: Opened, descriptor: Descriptor | undefined): Promise<T> {
  const digest = String(descriptor?.digest);
  const parsed = await document<T>(archive, pathOf(archive, digest));
  for await (const _ of blob(archive, digest));
  return parsed;
}

function pathOf(archive: Opened, digest: string): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest))
    throw badArchive(archive.name, `"${digest}" is not a digest`);
  return `blobs/${digest.replace(':', '/')}`;
}

async function document<T>(archive: Opened, path: string): Promise<T> {
  const { offset, size } = placeOf(archive, path);
  if (size > MAX_DOCUMENT) throw badArchive(archive.name, `${path} has ${size} bytes`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of fileRange(archive.handle, offset, size)) chunks.push(chunk);
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Falls through to the same diagnostic.
  }
  throw badArchive(archive.name, `${path} is not a JSON object`);
}

function placeOf(archive: Opened, path: string): { offset: number; size: number } {
  const place = archive.places.get(path);
  if (!place) throw badArchive(archive.name, `it has no ${path}`);
  return place;
}
