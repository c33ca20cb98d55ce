import { blobDir } from './cache.ts';
import { openArchive } from './oci/archive.ts';
import { normalizeLayer, ROOT_OWNED } from './oci/artifacts.ts';
import { assembleImage } from './oci/assemble.ts';
import type { BaseImage } from './oci/base-image.ts';
import { writeLayer } from './oci/layer.ts';
import type { Artifact, BuildPlan } from './plan/types.ts';
import type { Image } from './report/types.ts';

export interface ImageInput {
  plan: BuildPlan;
  base: BaseImage;
  /** The archive the engine wrote, and the kind of each of its layers. */
  archive: string;
  kinds: Artifact['layer'][];
  /** The layout folder to write. */
  layoutDir: string;
  signal: AbortSignal;
}

/** Stacks the normalised artifact layers on the base's own blobs, as an OCI layout. */
export async function assembleFromArchive(input: ImageInput): Promise<Image> {
  const { plan, base, layoutDir, signal } = input;
  return assembleImage({
    name: plan.name,
    config: plan.config,
    platform: plan.platform,
    base,
    layers: await artifactLayers(input),
    layoutDir,
    signal,
  });
}

async function artifactLayers({ archive, kinds, signal }: ImageInput) {
  const opened = await openArchive(archive);
  try {
    if (opened.layers.length !== kinds.length) {
      throw new Error(`${opened.layers.length} layers in the archive, ${kinds.length} expected`);
    }
    const layers: { kind: Artifact['layer']; blob: Awaited<ReturnType<typeof writeLayer>> }[] = [];
    for (const [index, kind] of kinds.entries()) {
      const digest = opened.layers[index]?.descriptor.digest ?? '';
      const contents = normalizeLayer(opened.blob(digest), ROOT_OWNED, blobDir());
      layers.push({ kind, blob: await writeLayer(contents, blobDir(), { signal }) });
    }
    return layers;
  } finally {
    await opened.close();
  }
}
