import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { MEDIA, type OciConfig, type OciManifest } from './spec.ts';

const CONFIGS: readonly (string | undefined)[] = [MEDIA.config, MEDIA.dockerConfig];

/** Refuses what is no image, and images whose layers are not there to be read. */
export function checkManifest(where: string, manifest: OciManifest): void {
  const { schemaVersion, config, layers } = manifest as Partial<OciManifest>;
  if (schemaVersion !== undefined && Number(schemaVersion) !== 2) {
    const fact = `its manifest is of schema version ${Number(schemaVersion)}, 2 was expected`;
    throw unsupported(where, fact, 'save it again with a tool of today, such as skopeo copy');
  }
  if (!isObject(config) || !Array.isArray(layers)) {
    throw notAnImage(where, 'its manifest has no layers');
  }
  if (!layers.every(isObject)) throw notAnImage(where, 'its manifest has a layer that is none');
  if (!CONFIGS.includes(config.mediaType)) {
    throw notAnImage(where, `it is an artifact of the type ${JSON.stringify(config.mediaType)}`);
  }
  for (const { mediaType } of layers) {
    if (/\+encrypted$/.test(mediaType)) {
      throw unsupported(
        where,
        'its layers are encrypted',
        'decrypt it first: skopeo copy --decryption-key',
      );
    }
    if (/\.(?:foreign|nondistributable)\./.test(mediaType)) {
      throw unsupported(
        where,
        'its layers are to be fetched from elsewhere',
        'name an image for Linux',
      );
    }
  }
}

/** Refuses images for other systems, and configs that say nothing of layers. */
export function checkConfig(where: string, config: OciConfig): void {
  const { os, architecture, rootfs } = config as Partial<OciConfig>;
  if (!Array.isArray(rootfs?.diff_ids)) throw notAnImage(where, 'its config lists no layers');
  if (os !== undefined && os !== 'linux') {
    const fact = `the image is for ${os}/${architecture}, one for linux was expected`;
    throw unsupported(where, fact, 'name an image for Linux');
  }
}

export function notAnImage(where: string, fact: string): HardenError {
  return new HardenError(
    error('oci/not-an-image', `${where} is no image: ${fact}`, {
      hint: 'name an archive of docker save or skopeo, an OCI layout folder, or a reference such as docker.io/library/debian:13',
    }),
  );
}

function unsupported(where: string, fact: string, hint: string): HardenError {
  return new HardenError(error('oci/unsupported-image', `${where}: ${fact}`, { hint }));
}

/** What somebody else wrote is not what its type says. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
