import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDebian } from '../debian/assemble.ts';
import { KEY_STORE, keyStoreOf } from '../debian/java-keystore.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { textFile } from '../debian/text-file.ts';
import { newTree } from '../debian/tree.ts';
import type { DebianRequest } from '../debian/types.ts';
import { collectFiles } from '../oci/collect.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import type { Progress } from '../progress.ts';
import { alpineLayer } from './alpine-seed.ts';
import { scannerLayer } from './build-scanner.ts';
import { goLayer } from './go-layer.ts';
import { pushImage } from './image.ts';
import { nodeLayer } from './node-layer.ts';
import type { LabPaths } from './paths.ts';
import { ARCHITECTURE, type ImageSeed } from './seed-types.ts';

const BUNDLE = 'etc/ssl/certs/ca-certificates.crt';

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

type DebianPackages = Pick<DebianRequest, 'release' | 'packages' | 'links' | 'purpose' | 'exact'>;

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
  if (source.kind === 'scanner') return [await scannerLayer(source.recipe, lab, blobs)];
  if (source.kind === 'alpine') return [await alpineLayer(source, blobs)];
  const layers = [await debianLayer(source, options)];
  const files = new Map<string, string | Uint8Array>(Object.entries(source.files ?? {}));
  if (source.certificates) {
    const bundle = await certificateBundle(source.release, blobs, options);
    files.set(BUNDLE, bundle);
    if (source.javaCertificates) files.set(KEY_STORE, keyStoreOf(bundle));
  }
  if (files.size > 0) layers.push(await writeLayer(contentsOf(files), blobs));
  if (source.kind === 'go') {
    layers.push(await goLayer(source.recipe, lab, blobs, options.signal));
  }
  if (source.kind === 'node') {
    layers.push(await nodeLayer(source.recipe, { blobs, signal: options.signal }));
  }
  return layers;
}

async function debianLayer(
  { release, packages, links, purpose, exact }: DebianPackages,
  { progress, signal }: MakeOptions,
): Promise<LayerBlob> {
  const root = await assembleDebian(
    {
      release,
      architecture: ARCHITECTURE,
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

/** The bundle as harden's own bases have it, from the release's package. */
async function certificateBundle(
  release: string,
  blobs: string,
  options: MakeOptions,
): Promise<string> {
  const packages = ['ca-certificates'];
  const layer = await debianLayer(
    { release, packages, links: {}, purpose: 'addition', exact: true },
    options,
  );
  const found = await collectFiles(createReadStream(layer.file), (path) => path === BUNDLE, blobs);
  return String(found.get(BUNDLE) ?? '');
}

/** The files and the folders they lie in. */
async function* contentsOf(files: Map<string, string | Uint8Array>): AsyncGenerator<Content> {
  const tree = newTree();
  for (const [path, text] of [...files].sort()) yield* tree.place(textFile(path, text), 'harden');
}
