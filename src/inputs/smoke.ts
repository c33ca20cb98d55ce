import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import { architectureOf } from '../plan/platform.ts';
import { hostPlatform } from '../platform.ts';
import type { InputContext } from './context.ts';

/** What runs a finished image as a container: no image of a registry is needed for it. */
const PACKAGES = ['crun', 'python3.13-minimal'];
const DROP = { libssl3t64: 'the probe needs neither ssl nor hashlib' };

/** The root with crun and Python, as an OCI archive that the engine imports. */
export async function smokeHelper(
  context: Pick<InputContext, 'debianMirror' | 'progress' | 'signal'>,
): Promise<string> {
  const { debianMirror, progress, signal } = context;
  const platform = hostPlatform();
  const root = await assembleDebian(
    {
      release: 'trixie',
      architecture: architectureOf(platform),
      packages: PACKAGES,
      drop: DROP,
      links: {},
      purpose: 'toolchain',
      mirrors: debianMirrors(debianMirror),
    },
    { progress, signal },
  );
  return writeRootArchive({
    layer: root.layer,
    ref: 'harden-smoke',
    platform,
    folder: join(cacheDir(), 'toolchains'),
  });
}
