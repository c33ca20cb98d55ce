import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { blobDir } from './cache.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { kindOf } from './oci/layer-source.ts';
import { type Layout, readLayout } from './oci/layout.ts';
import { plainOf } from './oci/plain-layer.ts';
import { notAnImage } from './oci/supported.ts';
import { unpackArchive } from './oci/unpack-archive.ts';
import { unpackLayers } from './oci/unpack-layers.ts';
import type { Workspace } from './output.ts';
import type { Platform } from './plan/types.ts';
import type { RegistryClient } from './registry/client.ts';
import { pullImage } from './registry/pull-image.ts';
import type { Image } from './report/types.ts';

/**
 * An image by the folder of its layout, by an archive of it, or by its reference in a registry, which
 * is pulled.
 */
export async function findImage(
  request: FindRequest,
  registry: RegistryClient,
  workspace: Pick<Workspace, 'path'>,
): Promise<{ image: Image; layout: Layout }> {
  const { dir, name } = await placeOf(request, registry, workspace);
  const found = await readLayout(dir, request.platform);
  const layout = request.unpack
    ? await unpackLayers(found, blobDir(), workspace.path('plain'))
    : found;
  return { image: await describe(layout, name), layout };
}

/**
 * Refuses a path that nothing lies at, before an engine is started or waited for.
 * @throws HardenError cli/not-found
 */
export async function refuseAbsent(image: string, cwd: string): Promise<void> {
  const there = await stat(resolve(cwd, image)).catch(() => undefined);
  if (!there && isPath(image)) throw noImage(image, false);
}

interface FindRequest {
  image: string;
  cwd: string;
  platform: Platform;
  /** Whether layers are unpacked once for all who read them. */
  unpack?: boolean;
}

async function placeOf(
  { image, cwd, platform }: FindRequest,
  registry: RegistryClient,
  workspace: Pick<Workspace, 'path'>,
): Promise<{ dir: string; name: string }> {
  const place = resolve(cwd, image);
  const found = await stat(place).catch(() => undefined);
  if (found?.isFile()) {
    const layoutDir = workspace.path('archive');
    const { name = image } = await unpackArchive(place, image, layoutDir);
    return { dir: layoutDir, name };
  }
  const isLayout = await stat(join(place, 'index.json')).catch(() => undefined);
  if (isLayout) return { dir: place, name: image };
  if (found || isPath(image)) throw noImage(image, found !== undefined);
  const layoutDir = workspace.path('pulled');
  const { ref } = await pullImage(registry, image, platform, blobDir(), layoutDir);
  return { dir: layoutDir, name: ref };
}

/** What can be no reference in a registry. */
function isPath(image: string): boolean {
  return /^(?:\.{0,2}\/|~)|\.(?:tar|tgz|oci|json|xml|yaml)(?:\.gz)?$/.test(image);
}

function noImage(image: string, there: boolean): HardenError {
  if (there) return notAnImage(image, 'it is a folder without index.json');
  const hint = 'check the path, or name a reference such as docker.io/library/debian:13';
  return new HardenError(
    error('cli/not-found', `there is no file and no folder ${image}`, { hint }),
  );
}

/** What a layout says of its image and, where harden built it, of the base. */
async function describe(layout: Layout, name: string): Promise<Image> {
  const layers: Image['layers'] = [];
  for (const { descriptor, diffId } of layout.layers) {
    const { digest, size } = descriptor;
    const plain = await plainOf(digest, layout.blobPath(digest), blobDir());
    if (plain.diffId !== diffId) throw otherLayer(name, digest, plain.diffId, diffId);
    const { uncompressed } = plain;
    layers.push({ digest, diffId, size, uncompressed, kind: kindOf(descriptor) });
  }
  const annotation = (key: string) =>
    layout.manifest.annotations?.[`org.opencontainers.image.base.${key}`] ?? '';
  return {
    name,
    digest: layout.manifestDigest,
    configDigest: layout.configDigest,
    layout: layout.dir,
    size: {
      compressed: total(layers.map(({ size }) => size)),
      uncompressed: total(layers.map(({ uncompressed }) => uncompressed)),
    },
    layers,
    platform: `${layout.config.os}/${layout.config.architecture}` as Platform,
    base: { kind: 'unknown', ref: annotation('name'), digest: annotation('digest') },
  };
}

function otherLayer(name: string, digest: string, found: string, said: string): HardenError {
  const fact = `${name}: the layer ${digest} unpacks to ${found}, its config says ${said}`;
  const hint = 'do not use this image; it was put together wrongly';
  return new HardenError(error('oci/bad-archive', fact, { hint }));
}

function total(sizes: number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
