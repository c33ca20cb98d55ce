import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readInventory } from '../../../src/inspect/inventory.ts';
import { eachFile } from '../../../src/oci/extract.ts';
import { KIND, type LayerSource } from '../../../src/oci/layer-source.ts';
import { readLayout } from '../../../src/oci/layout.ts';
import { canonicalJson, MEDIA } from '../../../src/oci/spec.ts';
import { type RawEntry, rawTar } from '../../oci/raw-tar.ts';

/** One more layer on an image. */
export interface Layer {
  kind?: 'dependencies' | 'app';
  entries: RawEntry[];
}

/** A copy of an image with more layers, as another tool would have made it. */
export async function withLayers(from: string, layers: Layer[]): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'harden-blind-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const dir = join(parent, 'image');
  await cp(from, dir, { recursive: true });
  const { manifest, config } = await readLayout(dir);
  const put = async (mediaType: string, bytes: Uint8Array) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(dir, 'blobs', 'sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const added = [];
  for (const { kind, entries } of layers) {
    const layer = await put(MEDIA.layer, rawTar(entries));
    added.push({ ...layer, ...(kind && { annotations: { [KIND]: kind } }) });
  }
  const diffIds = [...config.rootfs.diff_ids, ...added.map(({ digest }) => digest)];
  const history = [...(config.history ?? []), ...added.map(() => ({ created_by: 'by hand' }))];
  const changed = { ...config, history, rootfs: { type: 'layers', diff_ids: diffIds } };
  const made = await put(
    MEDIA.manifest,
    canonicalJson({
      ...manifest,
      config: await put(MEDIA.config, canonicalJson(changed)),
      layers: [...manifest.layers, ...added],
    }),
  );
  const index = { schemaVersion: 2, mediaType: MEDIA.index, manifests: [made] };
  await writeFile(join(dir, 'index.json'), canonicalJson(index));
  return dir;
}

/** The bytes of one file of an image. */
export async function fileIn(from: string, path: string): Promise<Buffer> {
  return fileOf(await readLayout(from), path);
}

export async function fileOf(image: LayerSource, path: string): Promise<Buffer> {
  const { files } = await readInventory(image);
  const file = files.find((one) => one.path === path);
  const layer = file && image.layers[file.layer];
  if (!layer) throw new Error(`there is no ${path}`);
  const scratch = await mkdtemp(join(tmpdir(), 'harden-file-'));
  onTestFinished(() => rm(scratch, { recursive: true, force: true }));
  let bytes = Buffer.alloc(0);
  const wanted = (name: string) => name === file.entry;
  await eachFile(image, layer, wanted, scratch, async (found) => {
    bytes = Buffer.from(await found.read(0, found.size));
  });
  return bytes;
}
