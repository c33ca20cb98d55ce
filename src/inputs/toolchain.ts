import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import type { ResolvedToolchain } from '../dagger/index.ts';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import { architectureOf } from '../plan/platform.ts';
import type { Toolchain } from '../plan/types.ts';
import type { InputContext } from './context.ts';

/** The toolchain by digest, or assembled from Debian packages as an archive the engine imports. */
export async function resolveToolchain(
  toolchain: Toolchain,
  context: InputContext,
): Promise<ResolvedToolchain> {
  if (toolchain.kind === 'image') {
    const { ref, digest } = await context.registry.resolve(toolchain.ref, context.platform);
    return { kind: 'image', ref, digest };
  }
  const { progress, signal } = context;
  const root = await assembleDebian(
    {
      release: toolchain.release,
      architecture: architectureOf(context.platform),
      packages: toolchain.packages,
      drop: {},
      links: {},
      purpose: 'toolchain',
      mirrors: debianMirrors(context.debianMirror),
    },
    { progress, signal },
  );
  const ref = `debian:${toolchain.release}`;
  const file = await writeRootArchive({
    layer: root.layer,
    ref,
    platform: context.platform,
    folder: join(cacheDir(), 'toolchains'),
  });
  return { kind: 'archive', ref, digest: root.layer.digest, file };
}
