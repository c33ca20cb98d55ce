import type { ImageConfig } from '../plan/types.ts';
import type { Image } from '../report/types.ts';
import { assembleImage } from './assemble.ts';
import type { Layout } from './layout.ts';

/** Says nothing of the image it is a part of: the same layers give the same part. */
const CONFIG: ImageConfig = {
  User: '',
  Entrypoint: [],
  Cmd: [],
  Env: [],
  WorkingDir: '/',
  ExposedPorts: [],
  Labels: {},
};

/** Writes some layers of an image, by their indexes, as an image of their own. */
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
    config: CONFIG,
    platform,
    base: { kind: 'part', ref: 'part', digest: '', layers: chosen },
    layers: [],
    layoutDir,
  });
}
