import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import type { DebianArchitecture } from '../debian/types.ts';
import type { LayerBlob } from '../oci/types.ts';
import type { Progress } from '../progress.ts';
import { trivyLayer } from './build-trivy.ts';
import { goLayer } from './go-layer.ts';
import { pushImage } from './image.ts';
import type { LabPaths } from './paths.ts';
import type { DebianRoot, ImageSeed } from './seeds.ts';

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
  const layers = await layersOf(lab, seed, blobs, { progress, signal });
  const digest = await pushImage(
    { registry, name: seed.repository, signal },
    seed.tag,
    layers,
    seed.config,
  );
  await rm(blobs, { recursive: true, force: true });
  return digest;
}

interface MakeOptions {
  progress: Progress;
  signal: AbortSignal | undefined;
}

async function layersOf(
  lab: LabPaths,
  { source }: ImageSeed,
  blobs: string,
  options: MakeOptions,
): Promise<LayerBlob[]> {
  if (source.kind === 'trivy') return [await trivyLayer(lab, blobs)];
  const root = await debianLayer(source, options);
  if (source.kind === 'debian') return [root];
  return [root, await goLayer(source.recipe, lab, blobs, options.signal)];
}

async function debianLayer(
  { release, packages, links }: DebianRoot,
  { progress, signal }: MakeOptions,
): Promise<LayerBlob> {
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
