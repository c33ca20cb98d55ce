import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import type { DebianRequest, DebianRoot } from '../debian/types.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { wishDigest } from '../lock/pins.ts';
import type { LockedDebian } from '../lock/schema.ts';
import { canonicalJson } from '../plan/digest.ts';
import { architectureOf } from '../plan/platform.ts';
import type { InputContext } from './context.ts';
import { eachTime } from './once.ts';

/** A root of Debian packages: those of the lock, else the newest of the release. */
export async function debianRoot(
  request: Omit<DebianRequest, 'architecture' | 'mirrors'>,
  use: LockedDebian['use'],
  context: InputContext,
  origin: Span,
): Promise<DebianRoot> {
  const { pins, platform, debianMirror, once = eachTime, progress, signal } = context;
  const { release, packages, drop } = request;
  const locked = pins.debian({ use, release, packages, drop }, origin, platform);
  const wanted = {
    ...request,
    architecture: architectureOf(platform),
    mirrors: debianMirrors(debianMirror),
    ...(locked && { locked: { version: locked.version, packages: locked.packages } }),
  };
  const root = await once(`debian ${canonicalJson(wanted)}`, () =>
    assembleDebian(wanted, { progress, signal }),
  );
  pins.used.debian.push({
    use,
    platform,
    release,
    version: root.release.version,
    request: wishDigest({ release, packages, drop }),
    packages: root.packages,
  });
  return root;
}
