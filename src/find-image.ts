import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { blobDir } from './cache.ts';
import { kindOf } from './oci/layer-source.ts';
import { type Layout, readLayout } from './oci/layout.ts';
import { plainOf } from './oci/plain-layer.ts';
import type { Workspace } from './output.ts';
import type { Platform } from './plan/types.ts';
import type { RegistryClient } from './registry/client.ts';
import { pullImage } from './registry/pull-image.ts';
import type { Image } from './report/types.ts';

/** An image by the folder of its layout, or by its reference in a registry, which is pulled. */
export async function findImage(
  { image, cwd, platform }: { image: string; cwd: string; platform: Platform },
  registry: RegistryClient,
  workspace: Workspace,
): Promise<{ image: Image; layout: Layout }> {
  const folder = resolve(cwd, image);
  const isLayout = await stat(join(folder, 'index.json')).catch(() => undefined);
  if (isLayout) return read(folder, image, platform);
  const layoutDir = workspace.path('pulled');
  const { ref } = await pullImage(registry, image, platform, blobDir(), layoutDir);
  return read(layoutDir, ref, platform);
}

async function read(dir: string, name: string, platform: Platform) {
  const layout = await readLayout(dir);
  return { image: await describe(layout, name, platform), layout };
}

/** What a layout says of its image and, where harden built it, of the base. */
async function describe(layout: Layout, name: string, platform: Platform): Promise<Image> {
  const layers: Image['layers'] = [];
  for (const { descriptor, diffId } of layout.layers) {
    const { digest, size } = descriptor;
    const { uncompressed } = await plainOf(digest, layout.blobPath(digest), blobDir());
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
    platform,
    base: { kind: 'unknown', ref: annotation('name'), digest: annotation('digest') },
  };
}

function total(sizes: number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
