import { readFile } from 'node:fs/promises';
import { blobPath } from '../oci/blob-writer.ts';
import { MEDIA, type OciManifest } from '../oci/spec.ts';
import { writeLayout } from '../oci/write-layout.ts';
import type { Platform } from '../plan/types.ts';
import type { RegistryClient } from './client.ts';

/** Pulls an image as it is, every blob verified, into an OCI layout folder. */
export async function pullImage(
  client: RegistryClient,
  ref: string,
  platform: Platform,
  blobDir: string,
  layoutDir: string,
): Promise<{ ref: string; digest: string }> {
  const { ref: canonical, digest, mediaType, manifest } = await client.resolve(ref, platform);
  const repository = canonical.slice(0, canonical.indexOf('@'));
  const fetch = (descriptor: OciManifest['config']) => client.blob(repository, descriptor, blobDir);
  const [config, ...layers] = await Promise.all([manifest.config, ...manifest.layers].map(fetch));
  const bytes = await readFile(blobPath(blobDir, digest));
  const descriptor = { mediaType, digest, size: bytes.length };
  await writeLayout(
    {
      index: { schemaVersion: 2, mediaType: MEDIA.index, manifests: [descriptor] },
      documents: [
        { digest, bytes },
        { digest: manifest.config.digest, bytes: await readFile(config as string) },
      ],
      blobs: manifest.layers.map(({ digest, size }, i) => ({
        digest,
        size,
        file: layers[i] as string,
      })),
    },
    layoutDir,
  );
  return { ref: canonical, digest };
}
