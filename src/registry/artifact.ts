import type { OciManifest } from '../oci/spec.ts';
import type { Descriptor } from '../oci/types.ts';
import type { RegistryClient } from './client.ts';

/** An OCI artifact with its layers as files. `title` is the file name its maker gave a layer. */
export interface Artifact {
  /** `<registry>/<repository>@<digest>`. */
  ref: string;
  digest: string;
  manifest: OciManifest;
  layers: { descriptor: Descriptor; title?: string; file: string }[];
}

/** Fetches an artifact that is no image, for example a vulnerability database, by its digest. */
export async function pullArtifact(
  client: RegistryClient,
  ref: string,
  blobDir: string,
): Promise<Artifact> {
  const { ref: canonical, digest, manifest } = await client.resolve(ref);
  const repository = canonical.slice(0, canonical.indexOf('@'));
  const layers: Artifact['layers'] = [];
  for (const descriptor of manifest.layers) {
    const file = await client.blob(repository, descriptor, blobDir);
    const title = descriptor.annotations?.['org.opencontainers.image.title'];
    layers.push({ descriptor, file, ...(title === undefined ? {} : { title }) });
  }
  return { ref: canonical, digest, manifest, layers };
}
