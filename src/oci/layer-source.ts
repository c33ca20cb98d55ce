import type { LayerKind } from '../report/types.ts';
import { MEDIA } from './spec.ts';
import type { Descriptor, LayerBlob } from './types.ts';

/** The annotation of the layers that harden built; a base's layers have none. */
export const KIND = 'harden.layer';

/** What harden adds to a base: what programs need at run time, what they depend on, the app. */
const BUILT: LayerKind[] = ['runtime', 'dependencies', 'app'];

/** The layers of an image, lowest first, and where their blobs are. */
export interface LayerSource {
  layers: readonly { descriptor: Descriptor }[];
  blobPath(digest: string): string;
}

/** Layers that are on disk and in no layout yet. */
export function layerSource(
  layers: readonly { blob: LayerBlob & { mediaType?: string }; kind?: LayerKind }[],
): LayerSource {
  const files = new Map(layers.map(({ blob }) => [blob.digest, blob.file]));
  return {
    layers: layers.map(
      ({ blob: { digest, size, mediaType = MEDIA.layerGzip }, kind = 'base' }) => ({
        descriptor: {
          digest,
          size,
          mediaType,
          ...(kind !== 'base' && { annotations: { [KIND]: kind } }),
        },
      }),
    ),
    blobPath: (digest) => files.get(digest) ?? '',
  };
}

export function kindOf({ annotations }: Descriptor): LayerKind {
  const kind = annotations?.[KIND];
  return BUILT.find((one) => one === kind) ?? 'base';
}

/** Whether a layer holds the program or what it depends on; all else has makers of its own. */
export function isOfApp(kind: LayerKind): boolean {
  return kind === 'app' || kind === 'dependencies';
}
