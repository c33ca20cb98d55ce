import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import type { ResolvedToolchain } from '../dagger/index.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import type { Toolchain } from '../plan/types.ts';
import type { InputContext } from './context.ts';
import { debianRoot } from './debian-root.ts';
import { eachTime } from './once.ts';
import { pinnedImage } from './pinned-image.ts';

/** The toolchain for the context's platform: by digest, or assembled from Debian packages as an archive the engine imports. */
export async function resolveToolchain(
  toolchain: Toolchain,
  context: InputContext,
): Promise<ResolvedToolchain> {
  if (toolchain.kind === 'image') {
    const { ref, digest, archive } = await pinnedImage(
      toolchain.ref,
      'toolchain',
      context,
      toolchain.origin,
    );
    const { platform } = context;
    return archive
      ? { kind: 'archive', ref, digest, file: archive, platform }
      : { kind: 'image', ref, digest, platform };
  }
  const { release, packages, origin } = toolchain;
  const root = await debianRoot(
    { release, packages, drop: {}, links: {}, purpose: 'toolchain' },
    'toolchain',
    context,
    origin,
  );
  const ref = `debian:${release}`;
  const { platform, once = eachTime } = context;
  const file = await once(`archive ${root.layer.digest} ${platform}`, () =>
    writeRootArchive({ layer: root.layer, ref, platform, folder: join(cacheDir(), 'toolchains') }),
  );
  return { kind: 'archive', ref, digest: root.layer.digest, file, platform };
}
