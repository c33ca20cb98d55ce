import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../plan/types.ts';
import { assembleImage } from './assemble.ts';
import { BARE_CONFIG } from './bare-config.ts';
import { keepFirst } from './keep-first.ts';
import { readLayout } from './layout.ts';
import { writeLoadArchive } from './load-archive.ts';
import type { LayerBlob } from './types.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * A root file system as an image archive that an engine can import: one layer, no entrypoint.
 * Written once for each digest, to `<folder>/<hex>.tar`, also where several runs need it at once.
 */
export async function writeRootArchive(input: {
  layer: LayerBlob;
  ref: string;
  platform: Platform;
  folder: string;
}): Promise<string> {
  const { layer, ref, platform, folder } = input;
  const file = join(folder, `${layer.digest.slice('sha256:'.length)}.tar`);
  if (await stat(file).catch(() => undefined)) return file;
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'work-'));
  try {
    const layoutDir = join(work, 'layout');
    await assembleImage({
      name: 'toolchain',
      platform,
      base: { kind: 'debian', ref, digest: layer.digest, layers: [{ blob: layer }] },
      config: { ...BARE_CONFIG, Env: [PATH] },
      layers: [],
      layoutDir,
    });
    const archive = join(work, 'image.tar');
    await writeLoadArchive(await readLayout(layoutDir), archive);
    await keepFirst(archive, file, async () => true);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return file;
}
