import { readFile, stat } from 'node:fs/promises';
import { blobDir } from '../cache.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { pullArtifact } from '../registry/artifact.ts';
import { parseReference } from '../registry/reference.ts';
import { webBlob, webText } from '../registry/web-file.ts';
import { type GrypeListing, noGrypeDatabase, readListing } from '../scan/grype-listing.ts';
import type { Database } from '../scan/types.ts';
import type { InputContext } from './context.ts';

/** Grype's database as it is published: an archive, which Grype itself imports. */
export interface GrypeDatabase {
  file: string;
  size: number;
  database: Database;
}

/**
 * Pulls the database: by the listing of Grype's own server, or, where a mirror answers for its name,
 * as an artifact with the same two files. Its digest is that of the archive, which the listing has.
 */
export async function pullGrypeDatabase(
  ref: string,
  context: Pick<InputContext, 'registry' | 'pins' | 'signal'>,
  server = serverOf(ref),
): Promise<GrypeDatabase> {
  const { registry, pins } = context;
  const mirrored = registry.isMirrored(server.host);
  const pinned = pins.database(ref);
  if (pinned) {
    const { digest, size, updatedAt } = pinned;
    const file = mirrored
      ? await registry.blob(repositoryOf(ref), { mediaType: '', digest, size }, blobDir())
      : await lockedFile(ref, digest, server, context.signal);
    return { file, size, database: { ref, digest, updatedAt } };
  }
  const { listing, file } = mirrored
    ? await fromRegistry(ref, registry)
    : await fromServer(ref, server, context.signal);
  const { size } = await stat(file);
  return { file, size, database: { ref, digest: listing.checksum, updatedAt: listing.built } };
}

/** The digest of the newest database, which is not fetched. Throws as `pullGrypeDatabase` does. */
export async function newestGrype(
  ref: string,
  { registry, signal }: Pick<InputContext, 'registry' | 'signal'>,
  server = serverOf(ref),
): Promise<string> {
  const listing = registry.isMirrored(server.host)
    ? await mirroredListing(ref, registry)
    : await servedListing(ref, server, signal);
  return listing.checksum;
}

const LISTING = 'latest.json';

interface Found {
  listing: GrypeListing;
  file: string;
}

async function fromRegistry(ref: string, registry: InputContext['registry']): Promise<Found> {
  const { layers } = await pullArtifact(registry, ref, blobDir());
  const latest = layers.find(({ title }) => title === LISTING);
  if (!latest) throw noListing(ref);
  const listing = readListing(await readFile(latest.file, 'utf8'), ref);
  const archive = layers.find(({ descriptor }) => descriptor.digest === listing.checksum);
  if (!archive) throw noGrypeDatabase(ref, `it does not hold the archive that ${LISTING} names`);
  return { listing, file: archive.file };
}

async function mirroredListing(
  ref: string,
  registry: InputContext['registry'],
): Promise<GrypeListing> {
  const { manifest } = await registry.resolve(ref);
  const latest = manifest.layers.find(
    ({ annotations }) => annotations?.['org.opencontainers.image.title'] === LISTING,
  );
  if (!latest) throw noListing(ref);
  const file = await registry.blob(repositoryOf(ref), latest, blobDir());
  return readListing(await readFile(file, 'utf8'), ref);
}

function noListing(ref: string) {
  return noGrypeDatabase(ref, `it holds no ${LISTING}`);
}

async function fromServer(ref: string, server: URL, signal: AbortSignal): Promise<Found> {
  const listing = await servedListing(ref, server, signal);
  return { listing, file: await archiveFrom(server, listing, signal) };
}

async function servedListing(ref: string, server: URL, signal: AbortSignal): Promise<GrypeListing> {
  return readListing(await webText(new URL(LISTING, server), { signal }), ref);
}

async function archiveFrom(server: URL, { path, checksum }: GrypeListing, signal: AbortSignal) {
  const known = blobPath(blobDir(), checksum);
  if (await isThere(known)) return known;
  // A name with colons alone would be read as a URL.
  return webBlob(new URL(`./${encodeURIComponent(path)}`, server), checksum, blobDir(), { signal });
}

/** The server lists its newest database only. */
async function lockedFile(ref: string, digest: string, server: URL, signal: AbortSignal) {
  const known = blobPath(blobDir(), digest);
  if (await isThere(known)) return known;
  const { listing, file } = await fromServer(ref, server, signal);
  if (listing.checksum === digest) return file;
  throw noGrypeDatabase(
    ref,
    `hardening.lock has ${digest}, which is replaced by the one of ${listing.built}; ` +
      'write the lock anew with: harden update',
  );
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );
}

/** `https://grype.anchore.io/databases/v6/` for `grype.anchore.io/databases:v6`. */
function serverOf(ref: string): URL {
  const parsed = parseReference(ref);
  if (!parsed.ok) throw noGrypeDatabase(ref, 'it is no reference');
  const { registry, repository, tag } = parsed.value;
  return new URL(`https://${registry}/${repository}/${tag}/`);
}

function repositoryOf(ref: string): string {
  return ref.slice(0, ref.lastIndexOf(':'));
}
