import type { Image } from '../report/types.ts';
import { assembleImage } from './assemble.ts';
import { BARE_CONFIG } from './bare-config.ts';
import type { Layout } from './layout.ts';

/**
 * Writes some layers of an image, by their indexes, as an image of their own. It says nothing of the
 * one it is a part of: the same layers give the same part.
 */
export function writePart(
  layout: Layout,
  { layers, platform }: Pick<Image, 'layers' | 'platform'>,
  indexes: readonly number[],
  layoutDir: string,
): Promise<Image> {
  const chosen = indexes.flatMap((index) => {
    const layer = layers[index];
    const mediaType = layout.layers[index]?.descriptor.mediaType;
    if (!layer || !mediaType) return [];
    return [{ blob: { ...layer, mediaType, file: layout.blobPath(layer.digest) } }];
  });
  return assembleImage({
    name: 'part',
    config: BARE_CONFIG,
    platform,
    base: { kind: 'part', ref: 'part', digest: '', layers: chosen },
    layers: [],
    layoutDir,
  });
}
