import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobDir, cacheDir } from '../cache.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { fetchPackages, placed } from '../debian/pool.ts';
import type { DebianPackage } from '../debian/types.ts';
import type { InputContext } from '../inputs/context.ts';
import type { LockedDatabase } from '../lock/schema.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { MEDIA } from '../oci/spec.ts';
import type { LayerBlob } from '../oci/types.ts';
import { purl } from '../packages/purl.ts';
import { byDigest } from '../registry/reference.ts';
import { imagePurl } from '../statements/image-purl.ts';
import { KIND, type Kind, PURL, REF_NAME, TITLE, TYPES } from './format.ts';
import { artifactItem, type Item } from './item.ts';

/** An image or an artifact of a registry as it is there: its manifest, config and all layers. */
export async function pulledItem(
  kind: Kind,
  { ref, digest }: { ref: string; digest: string },
  { registry, platform }: Pick<InputContext, 'registry' | 'platform'>,
): Promise<Item> {
  const found = await registry.resolve(byDigest(ref, digest), platform);
  const repository = found.ref.slice(0, found.ref.indexOf('@'));
  const { config, layers } = found.manifest;
  const blobs: Item['blobs'] = [];
  for (const descriptor of [config, ...layers]) {
    const file = await registry.blob(repository, descriptor, blobDir());
    blobs.push({ digest: descriptor.digest, size: descriptor.size, file });
  }
  const bytes = await readFile(blobPath(blobDir(), found.digest));
  const [os = '', architecture = ''] = platform.split('/');
  return {
    entry: {
      ...{ mediaType: found.mediaType, digest: found.digest, size: bytes.length },
      ...(kind !== 'database' && { platform: { os, architecture } }),
      annotations: {
        [KIND]: kind,
        [REF_NAME]: ref,
        [PURL]: imagePurl({ name: ref, digest, ...(kind !== 'database' && { platform }) }),
      },
    },
    documents: [{ digest: found.digest, bytes }],
    blobs,
  };
}

/** A database that is one file, which its digest names. */
export async function fileItem({ ref, digest }: LockedDatabase): Promise<Item> {
  const file = blobPath(blobDir(), digest);
  const { size } = await stat(file);
  const mediaType = 'application/octet-stream';
  const layers = [{ mediaType, digest, size, file }];
  return artifactItem({ kind: 'database', name: ref, artifactType: TYPES.database, layers });
}

/** The files of Debian packages, each by its checksum. */
export async function packagesItem(
  name: string,
  packages: readonly DebianPackage[],
  { debianMirror, progress, signal }: Pick<InputContext, 'debianMirror' | 'progress' | 'signal'>,
): Promise<Item> {
  const files = await fetchPackages(
    placed(packages, debianMirrors(debianMirror)),
    join(cacheDir(), 'debian', 'pool'),
    progress,
    signal,
  );
  const layers = packages.map((one, index) => ({
    ...{ mediaType: TYPES.package, digest: `sha256:${one.sha256}`, size: one.size },
    file: files[index]?.file ?? '',
    annotations: {
      [TITLE]: one.filename.replace(/^.*\//, ''),
      [PURL]: purl('deb', 'debian', one.name, one.version, { arch: one.architecture }),
    },
  }));
  return artifactItem({ kind: 'packages', name, artifactType: TYPES.packages, layers });
}

/** Files of the engine that are one layer. */
export function layerItem(
  kind: 'dependencies' | 'apk',
  name: string,
  { digest, size, file }: LayerBlob,
): Item {
  const layers = [{ mediaType: MEDIA.layerGzip, digest, size, file }];
  return artifactItem({ kind, name, artifactType: TYPES[kind], layers });
}
