import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobDir, cacheDir } from '../cache.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { readLayout } from '../oci/layout.ts';
import { writeLoadArchive } from '../oci/load-archive.ts';
import type { Platform } from '../plan/types.ts';
import { createRegistryClient } from '../registry/client.ts';
import { pullImage } from '../registry/pull-image.ts';
import { byDigest } from '../registry/reference.ts';
import { type Offline, offlineMissing } from './offline.ts';

/** Images of the cache as archives that an engine imports, each written once for its digest. */
export function imageArchives(platform: Platform): Offline['imageArchive'] {
  return async (ref, use, { digest }) => {
    const folder = join(cacheDir(), 'images');
    const name = digest.slice('sha256:'.length);
    const file = join(folder, `${name}.tar`);
    if (await stat(file).catch(() => undefined)) return file;
    const layout = join(folder, `${name}.${process.pid}`);
    await mkdir(folder, { recursive: true });
    try {
      const client = createRegistryClient({ blobDir: blobDir() });
      await pullImage(client, byDigest(ref, digest), platform, blobDir(), layout);
      await writeLoadArchive(await readLayout(layout), file);
    } catch (thrown) {
      throw isMissing(thrown) ? offlineMissing(`the ${use} ${ref}`) : thrown;
    } finally {
      await rm(layout, { recursive: true, force: true });
    }
    return file;
  };
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof HardenError && thrown.diagnostics[0]?.code === 'offline/missing';
}
