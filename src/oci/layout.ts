import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { parseJson } from '../parse-json.ts';
import type { Platform } from '../plan/types.ts';
import { blobPath } from './blob-writer.ts';
import { digestOfFile } from './digest.ts';
import type { LayerSource } from './layer-source.ts';
import { isIndex, type OciConfig, type OciIndex, type OciManifest } from './spec.ts';
import { checkConfig, checkManifest, isObject } from './supported.ts';
import type { Descriptor } from './types.ts';

/** One image in an OCI layout folder. Every blob of it has the digest and size it should have. */
export interface Layout extends LayerSource {
  dir: string;
  name: string | undefined;
  manifestDigest: string;
  configDigest: string;
  manifest: OciManifest;
  config: OciConfig;
  layers: { descriptor: Descriptor; diffId: string; createdBy: string }[];
  blobPath(digest: string): string;
}

/**
 * Reads a layout that holds one image, or one for the platform, and verifies all of its blobs. Throws
 * `cli/not-found` when there is no layout, `oci/bad-archive` when it is damaged, and
 * `oci/not-an-image` or `oci/unsupported-image` for what is of another kind.
 */
export async function readLayout(dir: string, platform?: Platform): Promise<Layout> {
  const index = parse<OciIndex>(await indexBytes(dir), join(dir, 'index.json'));
  const pathOf = (digest: string): string => {
    if (DIGEST.test(digest)) return blobPath(join(dir, 'blobs'), digest);
    throw damaged(dir, `${JSON.stringify(digest)} is no digest`);
  };
  const descriptor = await chosen(index, dir, platform, pathOf);
  const manifest = await document<OciManifest>(descriptor, pathOf);
  checkManifest(dir, manifest);
  const config = await document<OciConfig>(manifest.config, pathOf);
  checkConfig(dir, config);
  for (const layer of manifest.layers) await verify(layer, pathOf(layer.digest));
  if (config.rootfs.diff_ids.length !== manifest.layers.length) {
    throw damaged(dir, 'its config and its manifest disagree on the number of layers');
  }
  return {
    dir,
    name: descriptor.annotations?.['io.containerd.image.name'],
    manifestDigest: descriptor.digest,
    configDigest: manifest.config.digest,
    manifest,
    config,
    layers: layersOf(manifest, config),
    blobPath: pathOf,
  };
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const MAX_DEPTH = 2;

/** The one image; of those for several platforms, in an index in the index too, that for one. */
async function chosen(
  index: OciIndex,
  dir: string,
  platform: Platform | undefined,
  pathOf: (digest: string) => string,
  depth = 0,
): Promise<Descriptor> {
  const listed = Array.isArray(index.manifests) ? index.manifests.filter(isObject) : [];
  const images = listed.filter((one) => one.platform?.os !== 'unknown');
  const fitting = images.filter((one) => platform !== undefined && platformOf(one) === platform);
  const [first, ...others] = fitting.length > 0 ? fitting : images;
  if (!first || others.length > 0) {
    const names = images.map(platformOf).filter((name) => name !== '');
    const which = names.length > 0 ? ` (${names.join(', ')})` : '';
    throw damaged(dir, `it lists ${images.length} images${which}, one was expected`);
  }
  if (!isIndex(first.mediaType)) return first;
  if (depth === MAX_DEPTH) throw damaged(dir, 'its indexes lie too deep in each other');
  return chosen(await document<OciIndex>(first, pathOf), dir, platform, pathOf, depth + 1);
}

function platformOf({ platform }: Descriptor): string {
  return platform ? `${platform.os}/${platform.architecture}` : '';
}

/** The layers with what each was made by, out of the lines of history that made one. */
function layersOf(manifest: OciManifest, config: OciConfig): Layout['layers'] {
  const history: NonNullable<OciConfig['history']> = Array.isArray(config.history)
    ? config.history
    : [];
  const lines = history.filter((line) => isObject(line) && !line.empty_layer);
  return manifest.layers.map((descriptor, i) => ({
    descriptor,
    diffId: config.rootfs.diff_ids[i] ?? '',
    createdBy: lines[i]?.created_by ?? '',
  }));
}

async function indexBytes(dir: string): Promise<Buffer> {
  return readFile(join(dir, 'index.json')).catch((cause: NodeJS.ErrnoException) => {
    throw new HardenError(
      error(
        'cli/not-found',
        `${dir} is not an OCI layout: no index.json can be read (${cause.code})`,
        {
          hint: 'name the folder that "harden build" printed as the image\'s layout',
        },
      ),
    );
  });
}

async function document<T>(descriptor: Descriptor, pathOf: (digest: string) => string): Promise<T> {
  const path = pathOf(descriptor.digest);
  await verify(descriptor, path);
  return parse<T>(await readFile(path), path);
}

async function verify(descriptor: Descriptor, path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) throw damaged(path, 'the file is missing');
  if (size !== descriptor.size) throw damaged(path, `${size} bytes, expected ${descriptor.size}`);
  const { digest } = await digestOfFile(path);
  if (digest !== descriptor.digest) throw damaged(path, `its digest is ${digest}`);
}

function parse<T>(bytes: Buffer, path: string): T {
  let value: unknown;
  try {
    value = parseJson(bytes.toString('utf8'));
  } catch {
    throw damaged(path, 'it is not JSON');
  }
  if (isObject(value)) return value as T;
  throw damaged(path, 'it is no JSON object');
}

function damaged(path: string, fact: string): HardenError {
  return new HardenError(
    error('oci/bad-archive', `${path}: ${fact}`, { hint: 'remove the layout and build it again' }),
  );
}
