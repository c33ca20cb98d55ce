import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { collectFiles } from '../oci/collect.ts';
import { plainOf } from '../oci/plain-layer.ts';
import type { LayerBlob } from '../oci/types.ts';
import { type ImageSeed, SYSTEM_PATH } from './seed-types.ts';

const VARIABLE = 'HARDEN_LAB_ALPINE';
const RELEASE = 'etc/alpine-release';

/**
 * Alpine's image, from a root file system that the user has: `HARDEN_LAB_ALPINE` names an
 * `alpine-minirootfs-*.tar.gz`. Nothing where it is not set. Throws `cli/not-found` for another file.
 */
export async function alpineSeeds(blobs: string): Promise<ImageSeed[]> {
  const chosen = process.env[VARIABLE];
  if (!chosen) return [];
  const file = resolve(chosen);
  const release = await releaseOf(file, blobs);
  const minor = release.split('.', 2).join('.');
  return [
    {
      name: `image-alpine-${minor}`,
      upstream: `docker.io/library/alpine:${minor}`,
      repository: 'library/alpine',
      tag: minor,
      source: { kind: 'alpine', file },
      config: {
        Cmd: ['/bin/sh'],
        Env: [`PATH=${SYSTEM_PATH}`],
        Labels: {
          'org.opencontainers.image.description': `Alpine's own root file system, made an image by harden's lab`,
          'org.opencontainers.image.version': release,
          'dev.harden.stand-in': 'true',
        },
      },
    },
  ];
}

/** The archive's own bytes as a layer. */
export async function alpineLayer(file: string, blobs: string): Promise<LayerBlob> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const digest = `sha256:${hash.digest('hex')}`;
  const copy = blobPath(blobs, digest);
  await mkdir(dirname(copy), { recursive: true });
  await copyFile(file, copy);
  const { size } = await stat(copy);
  return { digest, size, file: copy, ...(await plainOf(digest, copy, blobs)) };
}

async function releaseOf(file: string, blobs: string): Promise<string> {
  const found = await collectFiles(createReadStream(file), (path) => path === RELEASE, blobs).catch(
    () => undefined,
  );
  const release = found?.get(RELEASE)?.toString().trim();
  if (release && /^\d+\.\d+\.\d+$/.test(release)) return release;
  throw new HardenError(
    error('cli/not-found', `${VARIABLE} names ${file}, which is no root file system of Alpine`, {
      hint: 'name an alpine-minirootfs-*.tar.gz, or unset the variable',
    }),
  );
}
