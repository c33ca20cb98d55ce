import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { canonicalJson } from './spec.ts';
import { document, file, folder } from './tar-contents.ts';
import { writeTarFile } from './tar-file.ts';
import type { Content } from './types.ts';

interface LoadArchiveOptions {
  /** The name the image gets; `name:latest` of the layout's own name unless told. */
  tag?: string;
  /** Layers that the reader has already, by their digest: they are left out. */
  without?: ReadonlySet<string>;
}

/**
 * Writes a layout as one tar that `docker load` and `podman load` take: the layout itself, with
 * Docker's manifest.json beside it.
 */
export async function writeLoadArchive(
  layout: Layout,
  path: string,
  { tag = tagOf(layout), without = new Set() }: LoadArchiveOptions = {},
): Promise<void> {
  await writeTarFile(contents(layout, tag, without), path);
}

async function* contents(
  layout: Layout,
  tag: string,
  without: ReadonlySet<string>,
): AsyncGenerator<Content> {
  const { manifest } = layout;
  yield folder('blobs');
  yield folder('blobs/sha256');
  const digests = [
    layout.manifestDigest,
    layout.configDigest,
    ...manifest.layers.map((l) => l.digest).filter((digest) => !without.has(digest)),
  ];
  for (const digest of [...new Set(digests)].sort()) {
    const path = layout.blobPath(digest);
    const { size } = await stat(path);
    yield file(inTar(digest), size, createReadStream(path, { highWaterMark: 256 * 1024 }));
  }
  yield document('index.json', await readFile(join(layout.dir, 'index.json')));
  yield document('manifest.json', canonicalJson([dockerManifest(layout, tag)]));
  yield document('oci-layout', await readFile(join(layout.dir, 'oci-layout')));
}

function dockerManifest(layout: Layout, tag: string): object {
  return {
    Config: inTar(layout.configDigest),
    RepoTags: [tag],
    Layers: layout.manifest.layers.map((layer) => inTar(layer.digest)),
  };
}

function tagOf(layout: Layout): string {
  const name = layout.name?.replace(/^docker\.io\/(library\/)?/, '') ?? 'harden';
  return /:[^/]+$/.test(name) ? name : `${name}:latest`;
}

function inTar(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
