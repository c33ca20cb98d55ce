import { readFile } from 'node:fs/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { BaseImage } from '../oci/base-image.ts';
import { plainOf } from '../oci/plain-layer.ts';
import type { OciConfig } from '../oci/spec.ts';
import type { Descriptor } from '../oci/types.ts';
import { parseJson } from '../parse-json.ts';
import type { Platform } from '../plan/types.ts';
import type { RegistryClient } from './client.ts';
import { configDocument, wrongIn } from './documents.ts';

/**
 * Fetches an image to build on: its config and its layers, byte for byte, into the blob folder.
 * Each layer is read once to prove that it is what the config says.
 */
export async function fetchBase(
  client: RegistryClient,
  ref: string,
  platform: Platform,
  blobDir: string,
): Promise<BaseImage> {
  const { ref: canonical, digest, manifest } = await client.resolve(ref, platform);
  const fetched = (descriptor: Descriptor): Promise<string> =>
    client.blob(nameOf(canonical), descriptor, blobDir);
  const config = await configOf(ref, await fetched(manifest.config));
  const found = `${config.os}/${config.architecture}`;
  if (found !== platform) {
    throw new HardenError(
      error('registry/no-platform', `${ref} has no image for ${platform}; it has ${found}`, {
        hint: 'choose another image, or one of these platforms in "platforms"',
      }),
    );
  }
  const files = await Promise.all(manifest.layers.map(fetched));
  const layers: BaseImage['layers'] = [];
  for (const [i, { digest, size, mediaType }] of manifest.layers.entries()) {
    const file = files[i] as string;
    const diffId = config.rootfs.diff_ids[i] ?? '';
    const plain = await plainOf(digest, file, blobDir);
    if (plain.diffId !== diffId) throw wrongLayer(ref, digest, plain.diffId, diffId);
    layers.push({
      blob: { digest, diffId, size, uncompressed: plain.uncompressed, file, mediaType },
    });
  }
  return { kind: 'image', ref, digest, config, layers };
}

function nameOf(canonical: string): string {
  return canonical.slice(0, canonical.indexOf('@'));
}

async function configOf(ref: string, file: string): Promise<OciConfig> {
  try {
    const config = parseJson(await readFile(file, 'utf8'));
    if (wrongIn(configDocument, config) === undefined) return config as OciConfig;
  } catch {
    // Falls through to the same diagnostic.
  }
  throw new HardenError(
    error('registry/bad-answer', `${ref} has no image config that can be read`, {
      hint: 'name a container image; other artifacts cannot be a base',
    }),
  );
}

function wrongLayer(ref: string, digest: string, found: string, expected: string): HardenError {
  return new HardenError(
    error(
      'registry/digest-mismatch',
      `${ref}: the layer ${digest} unpacks to ${found}, its config says ${expected || 'nothing'}`,
      {
        hint: 'do not use this image; it was put together wrongly',
      },
    ),
  );
}
