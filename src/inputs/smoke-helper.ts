import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import { architectureOf } from '../plan/platform.ts';
import { hostPlatform } from '../platform.ts';
import type { InputContext } from './context.ts';

/** What runs a finished image in a sandbox: no image of a registry has it, so it is assembled. */
const PACKAGES = ['base-files', 'bubblewrap', 'python3.13'];
const DROP = {
  awk: 'only maintainer scripts use it',
  debconf: 'only maintainer scripts use it',
  tzdata: 'the probe tells no time',
  libncursesw6: 'the probe has no terminal',
  libreadline8t64: 'the probe has no terminal',
};

/** The root with bubblewrap and Python, as an OCI archive that the engine imports. */
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
