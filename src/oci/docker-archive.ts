import { posix } from 'node:path';
import { openBlob } from './blob-writer.ts';
import { canonicalJson, MEDIA, type OciIndex, type OciManifest } from './spec.ts';
import { notAnImage } from './supported.ts';
import { badArchive } from './tar-header.ts';
import type { TarEntry } from './tar-read.ts';
import type { Descriptor } from './types.ts';

/** What an archive had in it, by the paths that it has there. */
export interface Saved {
  documents: Map<string, Buffer>;
  blobs: Map<string, { digest: string; size: number }>;
  links: Map<string, Pick<TarEntry, 'type' | 'target'>>;
}

interface DockerImage {
  Config?: unknown;
  RepoTags?: unknown;
  Layers?: unknown;
}

/**
 * The image of an archive that Docker saved before it took the layout of the OCI: a manifest is made
 * for it. The layers are in the blob folder already; what is theirs is checked by who reads the layout.
 */
export async function dockerImage(
  shown: string,
  saved: Saved,
  blobs: string,
): Promise<{ index: Buffer; name?: string }> {
  const { Config, RepoTags, Layers } = imageOf(shown, saved.documents.get('manifest.json'));
  const config = typeof Config === 'string' ? saved.documents.get(Config) : undefined;
  if (!config || !Array.isArray(Layers))
    throw badArchive(shown, 'it lacks the config of its image');
  const manifest: OciManifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: await keep(blobs, config, MEDIA.config),
    layers: Layers.map((path) => layerAt(String(path), shown, saved)),
  };
  const descriptor = await keep(blobs, canonicalJson(manifest), MEDIA.manifest);
  const index: OciIndex = { schemaVersion: 2, mediaType: MEDIA.index, manifests: [descriptor] };
  const [name] = Array.isArray(RepoTags) ? RepoTags : [];
  return { index: canonicalJson(index), ...(typeof name === 'string' && { name }) };
}

function imageOf(shown: string, document: Buffer | undefined): DockerImage {
  let images: unknown;
  try {
    images = JSON.parse(document?.toString('utf8') ?? '');
  } catch {
    throw badArchive(shown, 'its manifest.json is not JSON');
  }
  if (!Array.isArray(images) || images.length !== 1) {
    const found = Array.isArray(images) ? `${images.length} images` : 'no list';
    throw notAnImage(shown, `its manifest.json has ${found}, one image was expected`);
  }
  return (images[0] ?? {}) as DockerImage;
}

/** Layers that several images share are links to the first. */
function layerAt(path: string, shown: string, { blobs, links }: Saved): Descriptor {
  let at = path;
  for (let follow = 0; follow < 8; follow++) {
    const found = blobs.get(at);
    if (found) return { mediaType: MEDIA.layer, digest: found.digest, size: found.size };
    const link = links.get(at);
    if (!link) break;
    at =
      link.type === 'hardlink'
        ? posix.normalize(link.target)
        : posix.join(posix.dirname(at), link.target);
  }
  throw badArchive(shown, `it lacks the layer ${path}`);
}

async function keep(blobs: string, bytes: Buffer, mediaType: string): Promise<Descriptor> {
  const blob = await openBlob(blobs);
  try {
    await blob.write(bytes);
    const { digest, size } = await blob.finish();
    await blob.commit();
    return { mediaType, digest, size };
  } finally {
    await blob.discard();
  }
}
