import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { textFile } from '../debian/text-file.ts';
import type { DebianArchitecture } from '../debian/types.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import type { Progress } from '../progress.ts';
import { alpineLayer } from './alpine-seed.ts';
import { trivyLayer } from './build-trivy.ts';
import { goLayer } from './go-layer.ts';
import { pushImage } from './image.ts';
import type { LabPaths } from './paths.ts';
import type { DebianRoot, ImageSeed } from './seed-types.ts';

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
  if (source.kind === 'alpine') return [await alpineLayer(source.file, blobs)];
  const layers = [await debianLayer(source, options)];
  if (source.files) layers.push(await writeLayer(filesOf(source.files), blobs));
  if (source.kind === 'go') {
    layers.push(await goLayer(source.recipe, lab, blobs, options.signal));
  }
  return layers;
}

async function debianLayer(
  { release, packages, links, purpose, exact }: DebianRoot,
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
      purpose,
      ...(exact && { exact }),
      mirrors: debianMirrors(),
    },
    { progress, ...(signal && { signal }) },
  );
  return root.layer;
}

async function* filesOf(files: Record<string, string>): AsyncGenerator<Content> {
  for (const [path, text] of Object.entries(files).sort()) yield textFile(path, text);
}
