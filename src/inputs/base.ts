import { blobDir } from '../cache.ts';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { type BaseImage, SCRATCH } from '../oci/base-image.ts';
import { architectureOf } from '../plan/platform.ts';
import type { Base } from '../plan/types.ts';
import { fetchBase } from '../registry/image-base.ts';
import type { InputContext } from './context.ts';

/** The base's own blobs, on disk, and what a scanner has to recognise in them. */
export interface ResolvedBase {
  image: BaseImage;
  os?: { family: string; version?: string };
  packages: { name: string; version: string }[];
}

export async function resolveBase(base: Base, context: InputContext): Promise<ResolvedBase> {
  if (base.kind === 'scratch') return { image: SCRATCH, packages: [] };
  if (base.kind === 'image') {
    const image = await fetchBase(context.registry, base.ref, context.platform, blobDir());
    return { image, packages: [] };
  }
  return debianBase(base, context);
}

async function debianBase(
  base: Extract<Base, { kind: 'debian' }>,
  context: InputContext,
): Promise<ResolvedBase> {
  const { progress, signal } = context;
  const root = await assembleDebian(
    {
      release: base.release,
      architecture: architectureOf(context.platform),
      packages: base.packages,
      drop: base.drop,
      links: base.links,
      purpose: 'base',
      mirrors: debianMirrors(context.debianMirror),
    },
    { progress, signal },
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
