import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { findKept, keep } from '../debian/roots.ts';
import { readInventory } from '../inspect/inventory.ts';
import type { ImageFile, Inventory } from '../inspect/types.ts';
import { AS_PACKAGED, normalizeLayer } from '../oci/artifacts.ts';
import type { BaseImage } from '../oci/base-image.ts';
import { writeLayer } from '../oci/layer.ts';
import { layerSource } from '../oci/layer-source.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import { installedPackages, isDatabaseFile } from '../packages/installed.ts';
import { removedPackages } from '../packages/removal.ts';
import type { ImageBase } from '../plan/types.ts';
import { type Changes, changedContents } from './contents.ts';
import { withoutPackages } from './databases.ts';
import { flattened } from './flatten.ts';
import { hiddenPaths } from './hidden.ts';
import { replacedPaths } from './replaced.ts';
import { withoutDays, withUser } from './users.ts';

export interface AdaptInput {
  image: BaseImage;
  plan: Pick<ImageBase, 'packages' | 'remove' | 'flatten'>;
  /** Numeric, as the image config has it. */
  user: string;
  /** A layer with the files of the packages to add. */
  added?: LayerBlob;
  /** The cache folder. */
  cache: string;
  signal: AbortSignal;
}

/** Changes whenever the same base would be changed in another way. */
const FORMAT = 2;

const SETTINGS = /^etc\/(?:passwd|group|shadow|apk\/world)$/;

/**
 * What is changed of a base, as one layer of harden's own on the base's own layers: the added files,
 * whiteouts of what is taken out, the databases that tell the truth about both. With `flatten` that
 * layer takes the place of the base's.
 */
export async function adaptBase(input: AdaptInput): Promise<BaseImage> {
  const { image, plan, cache } = input;
  const blobs = join(cache, 'blobs');
  const folder = join(cache, 'adapted');
  const key = keyOf(input);
  const known = await findKept<{ layer: LayerBlob }>(folder, key, blobs);
  const layer = known?.layer ?? (await writeChanges(input, blobs));
  if (!known) await keep(folder, key, { layer });
  const runtime = { blob: layer, kind: 'runtime' as const };
  if (plan.flatten) return { ...image, layers: [runtime] };
  return { ...image, layers: [...image.layers, runtime] };
}

async function writeChanges(input: AdaptInput, blobs: string): Promise<LayerBlob> {
  const { image, plan, added, signal } = input;
  const source = layerSource([...image.layers, ...(added ? [{ blob: added }] : [])]);
  const texts = (path: string) => isDatabaseFile(path) || SETTINGS.test(path);
  const options = { texts, blobDir: blobs, signal };
  const before = await readInventory(layerSource(image.layers), options);
  const base = new Map(before.files.map((file) => [file.path, file]));
  const inventory = added ? await readInventory(source, options) : before;
  const changes = changesOf(inventory, before, input);
  if (plan.flatten) {
    return writeLayer(flattened(source, ownModes(inventory, base), changes, blobs), blobs, {
      signal,
    });
  }
  const contents = changedContents(changes, base, added ? contentsOf(added, blobs) : nothing());
  return writeLayer(contents, blobs, { signal });
}

/** What the base has keeps its owner and its mode, whatever a package says. */
function ownModes({ files }: Inventory, base: ReadonlyMap<string, ImageFile>): ImageFile[] {
  return files.map((file) => {
    const before = base.get(file.path);
    if (before?.type !== file.type) return file;
    return { ...file, mode: before.mode, uid: before.uid, gid: before.gid };
  });
}

function changesOf(inventory: Inventory, before: Inventory, input: AdaptInput): Changes {
  const { plan, user } = input;
  const installed = installedPackages(inventory.texts);
  const { paths = [], ...remove } = plan.remove ?? { packages: [], orphans: false, hold: [] };
  const gone = removedPackages(installed, remove, plan.packages?.names);
  const users = withUser(inventory.texts, user);
  const replaced = replacedPaths(inventory, installed, before, input.image.layers.length);
  const [uid = '0', gid = uid] = user.split(':');
  return {
    hidden: hiddenPaths(inventory, installed, gone, { patterns: paths, replaced }),
    texts: new Map([
      ...withoutPackages(inventory.texts, installed, gone),
      ...withoutDays(before.texts, inventory.texts),
      ...users,
    ]),
    folders: new Map(
      users.size > 0 ? [['home/nonroot', { mode: 0o700, uid: Number(uid), gid: Number(gid) }]] : [],
    ),
  };
}

function contentsOf(layer: LayerBlob, workDir: string): AsyncGenerator<Content> {
  return normalizeLayer(createReadStream(layer.file), AS_PACKAGED, workDir, layer.digest);
}

async function* nothing(): AsyncGenerator<Content> {
  // No packages are added.
}

function keyOf({ image, plan, user, added }: AdaptInput): string {
  const { packages, remove, flatten } = plan;
  const layers = image.layers.map(({ blob }) => blob.digest);
  const parts = [FORMAT, layers, added?.digest, packages?.names, remove, flatten, user];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
