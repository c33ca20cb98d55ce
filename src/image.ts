import { blobDir } from './cache.ts';
import { openArchive } from './oci/archive.ts';
import { normalizeLayer, ROOT_OWNED } from './oci/artifacts.ts';
import { assembleImage } from './oci/assemble.ts';
import type { BaseImage } from './oci/base-image.ts';
import { writeLayer } from './oci/layer.ts';
import type { Content, LayerBlob } from './oci/types.ts';
import type { Artifact, BuildPlan } from './plan/types.ts';
import type { Image } from './report/types.ts';

/** A layer of artifacts, as it goes into the image. */
export interface BuiltLayer {
  kind: Artifact['layer'] | 'runtime';
  blob: LayerBlob;
}

/**
 * The layers of the archive that the engine wrote, normalised; `kinds` says what each is. What
 * `checked` throws at a file keeps the layer with it out of the blob folder.
 */
export async function artifactLayers(
  archive: string,
  kinds: readonly Artifact['layer'][],
  signal: AbortSignal,
  checked = (contents: AsyncIterable<Content>) => contents,
): Promise<BuiltLayer[]> {
  const opened = await openArchive(archive);
  try {
    if (opened.layers.length !== kinds.length) {
      throw new Error(`${opened.layers.length} layers in the archive, ${kinds.length} expected`);
    }
    const layers: BuiltLayer[] = [];
    for (const [index, kind] of kinds.entries()) {
      const digest = opened.layers[index]?.descriptor.digest ?? '';
      const contents = normalizeLayer(opened.blob(digest), ROOT_OWNED, blobDir());
      layers.push({ kind, blob: await writeLayer(checked(contents), blobDir(), { signal }) });
    }
    return layers;
  } finally {
    await opened.close();
  }
}

/** Stacks the artifacts on the base's own blobs, as an OCI layout. */
export function assembleOn(
  plan: BuildPlan,
  base: BaseImage,
  layers: BuiltLayer[],
  layoutDir: string,
  signal: AbortSignal,
): Promise<Image> {
  const { name, config, platform } = plan;
  return assembleImage({ name, config, platform, base, layers, layoutDir, signal });
}
