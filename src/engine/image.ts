import { describe } from '../oci/digest.ts';
import { canonicalJson, MEDIA, type OciConfig, type OciManifest } from '../oci/spec.ts';
import type { Descriptor, LayerBlob } from '../oci/types.ts';
import { pushBlob, pushManifest, type Repository } from './push.ts';

const EPOCH = '1970-01-01T00:00:00Z';

/**
 * Pushes an image of these layers as upstream does: an index with one platform, under a tag. Gives
 * the index's digest.
 */
export async function pushImage(
  repository: Repository,
  tag: string,
  layers: readonly LayerBlob[],
  config: NonNullable<OciConfig['config']>,
): Promise<string> {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const document: OciConfig = {
    architecture,
    os: 'linux',
    created: EPOCH,
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created: EPOCH, created_by: "harden's lab" })),
  };
  for (const { digest, size, file } of layers) {
    await pushBlob(repository, { digest, size }, { file });
  }
  const manifest: OciManifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: await pushBytes(repository, MEDIA.config, canonicalJson(document)),
    layers: layers.map(({ digest, size }) => ({ mediaType: MEDIA.layerGzip, digest, size })),
  };
  const described = await pushDocument(repository, undefined, MEDIA.manifest, manifest);
  const index = {
    schemaVersion: 2,
    mediaType: MEDIA.index,
    manifests: [{ ...described, platform: { os: 'linux', architecture } }],
  };
  return (await pushDocument(repository, tag, MEDIA.index, index)).digest;
}

/** Pushes an artifact of files under a tag, as Trivy's databases are. Gives its digest. */
export async function pushArtifact(
  repository: Repository,
  tag: string,
  configType: string,
  files: readonly (Descriptor & { file: string })[],
): Promise<string> {
  const layers: Descriptor[] = [];
  for (const { file, ...descriptor } of files) {
    await pushBlob(repository, descriptor, { file });
    layers.push(descriptor);
  }
  const manifest: OciManifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: await pushBytes(repository, configType, Buffer.from('{}')),
    layers,
  };
  return (await pushDocument(repository, tag, MEDIA.manifest, manifest)).digest;
}

async function pushBytes(
  repository: Repository,
  mediaType: string,
  bytes: Uint8Array,
): Promise<Descriptor> {
  const descriptor = describe(mediaType, bytes);
  await pushBlob(repository, descriptor, bytes);
  return descriptor;
}

async function pushDocument(
  repository: Repository,
  tag: string | undefined,
  mediaType: string,
  document: object,
): Promise<Descriptor> {
  const bytes = canonicalJson(document);
  const descriptor = describe(mediaType, bytes);
  await pushManifest(repository, tag ?? descriptor.digest, mediaType, bytes);
  return descriptor;
}
