import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import type { DebianArchitecture } from '../debian/types.ts';
import type { LayerBlob } from '../oci/types.ts';
import type { Progress } from '../progress.ts';
import { trivyLayer } from './build-trivy.ts';
import { pushImage } from './image.ts';
import type { LabPaths } from './paths.ts';
import type { ImageSeed } from './seeds.ts';

export interface SeedOptions {
  /** The registry to push to, `127.0.0.1:PORT`. */
  registry: string;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/** Makes an image of the lab's registry and pushes it; gives its digest. */
export async function seedImage(
  lab: LabPaths,
  seed: ImageSeed,
  { registry, progress, signal }: SeedOptions,
): Promise<string> {
  const blobs = join(lab.work, seed.name);
  const layer = await layerOf(lab, seed, blobs, { progress, signal });
  const digest = await pushImage(
    { registry, name: seed.repository, signal },
    seed.tag,
    layer,
    seed.config,
  );
  await rm(blobs, { recursive: true, force: true });
  return digest;
}

async function layerOf(
  lab: LabPaths,
  { source }: ImageSeed,
  blobs: string,
  { progress, signal }: { progress: Progress; signal: AbortSignal | undefined },
): Promise<LayerBlob> {
  if (source.kind === 'trivy') return trivyLayer(lab, blobs);
  const { release, packages, links } = source;
  const architecture = (process.arch === 'x64' ? 'amd64' : process.arch) as DebianArchitecture;
  const root = await assembleDebian(
    {
      release,
      architecture,
      packages,
      drop: {},
      links,
      purpose: 'toolchain',
      mirrors: debianMirrors(),
    },
    { progress, ...(signal && { signal }) },
  );
  return root.layer;
}
