import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { collectFiles } from '../oci/collect.ts';
import { plainOf } from '../oci/plain-layer.ts';
import type { LayerBlob } from '../oci/types.ts';
import { ARCHITECTURE, type ImageSeed, SYSTEM_PATH } from './seed-types.ts';

const VARIABLE = 'HARDEN_LAB_ALPINE';
const RELEASE = 'etc/alpine-release';
/** The root's architecture, as apk names it. */
const ARCH = 'etc/apk/arch';
const OURS = { amd64: 'x86_64', arm64: 'aarch64' }[ARCHITECTURE];

/**
 * Alpine's image under the tags of its release, from a root file system that the user has:
 * `HARDEN_LAB_ALPINE` names an `alpine-minirootfs-*.tar.gz`. Nothing where it is not set. Throws
 * `cli/not-found` for another file.
 */
export async function alpineSeeds(
  work: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ImageSeed[]> {
  const chosen = env[VARIABLE];
  if (!chosen) return [];
  const file = resolve(chosen);
  const release = await releaseOf(file, work);
  const digest = await digestOf(file);
  const minor = release.split('.', 2).join('.');
  return [minor, release].map((tag) => ({
    name: `image-alpine-${tag}`,
    upstream: `docker.io/library/alpine:${tag}`,
    repository: 'library/alpine',
    tag,
    source: { kind: 'alpine', file, digest },
    config: {
      Cmd: ['/bin/sh'],
      Env: [`PATH=${SYSTEM_PATH}`],
      Labels: {
        'org.opencontainers.image.description':
          "Alpine's own root file system, put together as an image by harden's lab",
        'org.opencontainers.image.version': release,
        'dev.harden.stand-in': 'true',
      },
    },
  }));
}

/** The archive's own bytes as a layer. */
export async function alpineLayer(
  { file, digest }: { file: string; digest: string },
  blobs: string,
): Promise<LayerBlob> {
  const copy = blobPath(blobs, digest);
  await mkdir(dirname(copy), { recursive: true });
  await copyFile(file, copy);
  const { size } = await stat(copy);
  return { digest, size, file: copy, ...(await plainOf(digest, copy, blobs)) };
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}

async function releaseOf(file: string, work: string): Promise<string> {
  const { release = '', arch = OURS } = await readRoot(file, work).catch(() => ({}) as AlpineRoot);
  if (!/^\d+\.\d+\.\d+$/.test(release)) {
    throw refused(file, 'no root file system of Alpine');
  }
  if (arch !== OURS) throw refused(file, `Alpine for ${arch}, expected ${OURS}`);
  return release;
}

function refused(file: string, what: string): HardenError {
  return new HardenError(
    error('cli/not-found', `${VARIABLE} names ${file}, which is ${what}`, {
      hint: `name an alpine-minirootfs-*-${OURS}.tar.gz, or unset the variable`,
    }),
  );
}

interface AlpineRoot {
  release?: string | undefined;
  arch?: string | undefined;
}

/** The file is opened first: a stream of one that is absent fails where nobody listens yet. */
async function readRoot(file: string, work: string): Promise<AlpineRoot> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    // A plain tar is no layer of the kind that the manifest says.
    if (buffer.toString('hex') !== '1f8b') return {};
    const bytes = handle.createReadStream({ autoClose: false });
    const found = await collectFiles(bytes, (path) => [RELEASE, ARCH].includes(path), work);
    const text = (path: string) => found.get(path)?.toString().trim();
    return { release: text(RELEASE), arch: text(ARCH) };
  } finally {
    await handle.close();
  }
}
