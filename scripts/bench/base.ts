import { readFile } from 'node:fs/promises';
import { blobDir } from '../../src/cache.ts';
import { pushImage } from '../../src/engine/image.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import type { OciConfig } from '../../src/oci/spec.ts';
import type { Content, LayerBlob } from '../../src/oci/types.ts';
import type { Platform } from '../../src/plan/types.ts';
import { createRegistryClient } from '../../src/registry/client.ts';

interface BaseRequest {
  /** `127.0.0.1:PORT`. */
  registry: string;
  /** What it is made from, as `distroless/static-debian13:nonroot`. */
  from: string;
  /** The repository that it goes to. */
  name: string;
  platform: Platform;
  /** Of the package that is new in it. */
  version: string;
}

/** Pushes a base with one package more, of this version: its digest is another for every version. */
export async function newBase(request: BaseRequest): Promise<string> {
  const { registry, from, name, platform, version } = request;
  const client = createRegistryClient();
  const { manifest } = await client.resolve(`${registry}/${from}`, platform);
  const repository = `${registry}/${from.replace(/:.*$/, '')}`;
  const file = (one: { mediaType: string; digest: string; size: number }) =>
    client.blob(repository, one, blobDir());
  const { config, rootfs }: OciConfig = JSON.parse(
    await readFile(await file(manifest.config), 'utf8'),
  );
  const layers: LayerBlob[] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    const { digest, size } = layer;
    const diffId = rootfs.diff_ids[index] ?? '';
    layers.push({ digest, diffId, size, uncompressed: 0, file: await file(layer) });
  }
  layers.push(await writeLayer(packageOf(version), blobDir()));
  return pushImage({ registry, name }, 'nonroot', layers, config ?? {});
}

async function* packageOf(version: string): AsyncGenerator<Content> {
  const control = [
    ...['Package: harden-bench', 'Status: install ok installed', `Version: ${version}`],
    ...['Architecture: all', 'Maintainer: harden <bench@harden.invalid>', 'Description: none', ''],
  ].join('\n');
  yield text('var/lib/dpkg/status.d/harden-bench', control);
  yield text('var/lib/dpkg/status.d/harden-bench.md5sums', '');
}

function text(path: string, value: string): Content {
  const body = Buffer.from(value);
  const entry = { path, type: 'file', mode: 0o644, uid: 0, gid: 0, size: body.length } as const;
  return { entry, body: once(body) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
