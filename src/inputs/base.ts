import { blobDir } from '../cache.ts';
import { type BaseImage, SCRATCH } from '../oci/base-image.ts';
import type { Base } from '../plan/types.ts';
import { fetchBase } from '../registry/image-base.ts';
import type { BaseSignature } from '../report/types.ts';
import { baseSignature } from './base-signature.ts';
import type { InputContext } from './context.ts';
import { debianRoot } from './debian-root.ts';
import { eachTime } from './once.ts';
import { pinnedImage } from './pinned-image.ts';

/** The base's own blobs, on disk, and what a scanner has to recognise in them. */
export interface ResolvedBase {
  image: BaseImage;
  os?: { family: string; version?: string };
  packages: { name: string; version: string }[];
  /** Where it is asked for. */
  signature?: BaseSignature;
}

/** The base, and where it is asked for whether its makers have signed it. */
export async function resolveBase(base: Base, context: InputContext): Promise<ResolvedBase> {
  const resolved = await fetchedBase(base, context);
  const { signedBase } = context;
  if (!signedBase) return resolved;
  return { ...resolved, signature: await baseSignature(resolved.image, context, signedBase) };
}

async function fetchedBase(base: Base, context: InputContext): Promise<ResolvedBase> {
  if (base.kind === 'scratch') return { image: SCRATCH, packages: [] };
  if (base.kind === 'image') {
    const { ref } = await pinnedImage(base.ref, 'base', context, base.origin);
    const { registry, platform, once = eachTime } = context;
    const fetched = await once(`base ${ref} ${platform}`, () =>
      fetchBase(registry, ref, platform, blobDir()),
    );
    const image = { ...fetched, ref: base.ref };
    const os = base.family?.os;
    return { image, packages: [], ...(os && { os }) };
  }
  return debianBase(base, context);
}

async function debianBase(
  base: Extract<Base, { kind: 'debian' }>,
  context: InputContext,
): Promise<ResolvedBase> {
  const { release, packages, drop, links } = base;
  const root = await debianRoot(
    { release, packages, drop, links, purpose: 'base' },
    'base',
    context,
    base.origin,
  );
  return {
    image: {
      kind: 'debian',
      ref: `debian:${base.release}`,
      digest: root.layer.digest,
      layers: [{ blob: root.layer }],
    },
    os: { family: 'debian', version: root.release.version },
    packages: root.packages.map(({ name, version }) => ({ name, version })),
  };
}
