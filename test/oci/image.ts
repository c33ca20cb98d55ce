import { join } from 'node:path';
import { type AssembleInput, assembleImage } from '../../src/oci/assemble.ts';
import { type BaseImage, SCRATCH } from '../../src/oci/base-image.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { ImageConfig } from '../../src/plan/types.ts';
import type { Image } from '../../src/report/types.ts';
import { contents, folder } from './contents.ts';

const CONFIG: ImageConfig = {
  User: '65532:65532',
  Entrypoint: ['/app/server'],
  Cmd: [],
  Env: ['PORT=8080'],
  WorkingDir: '/app',
  ExposedPorts: ['8080', '53/udp'],
  Labels: { team: 'web' },
};

type Tree = Parameters<typeof contents>;

export const APP: Tree = [{ path: 'app' }, { path: 'app/server', text: 'ELF', mode: 0o755 }];

/** A base with one layer of the given tree and what a real one says of itself. */
export async function baseOf(dir: string, tree: Tree, labels = {}): Promise<BaseImage> {
  const blob = await writeLayer(contents(...tree), join(dir, 'blobs'));
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['PATH=/usr/bin', 'PORT=1'], Labels: labels, Entrypoint: ['/bin/sh'] },
    rootfs: { type: 'layers' as const, diff_ids: [blob.diffId] },
    history: [
      { created: '2026-01-02T03:04:05Z', created_by: 'bazel build' },
      { created_by: 'ENV', empty_layer: true },
    ],
  };
  const digest = `sha256:${'b'.repeat(64)}`;
  return {
    kind: 'image',
    ref: 'gcr.io/distroless/static:nonroot',
    digest,
    config,
    layers: [{ blob }],
  };
}

/** What `assembleImage` takes, for a small image on scratch in a folder of its own. */
export async function inputIn(
  dir: string,
  rest: Partial<AssembleInput> & { trees?: { kind: 'dependencies' | 'app'; tree: Tree }[] } = {},
): Promise<AssembleInput> {
  const { trees = [{ kind: 'app', tree: APP }], ...given } = rest;
  const layers: AssembleInput['layers'] = [];
  for (const { kind, tree } of trees) {
    layers.push({ kind, blob: await writeLayer(contents(...tree), join(dir, 'blobs')) });
  }
  return {
    config: CONFIG,
    platform: 'linux/amd64',
    base: SCRATCH,
    layers,
    name: 'shop',
    layoutDir: join(dir, 'out', 'image'),
    ...given,
  };
}

/** A whole image in a folder of its own. */
export async function image(rest: Parameters<typeof inputIn>[1] = {}): Promise<Image> {
  return assembleImage(await inputIn(await folder(), rest));
}
