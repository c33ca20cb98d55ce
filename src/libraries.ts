import { type CopiedLibrary, libraryContents } from './adapt/libraries.ts';
import { type OwnerOf, ownersIn } from './adapt/owners.ts';
import { blobDir } from './cache.ts';
import type { BuildInput, Pipeline } from './dagger/index.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import type { BuiltLayer } from './image.ts';
import { type Abi, checkAbi, isLoaderSetting } from './inspect/abi.ts';
import { isEvidence } from './inspect/evidence.ts';
import { readInventory } from './inspect/inventory.ts';
import { follow } from './inspect/root.ts';
import type { Inventory } from './inspect/types.ts';
import { openArchive } from './oci/archive.ts';
import type { BaseImage } from './oci/base-image.ts';
import { collectFiles } from './oci/collect.ts';
import { writeLayer } from './oci/layer.ts';
import { layerSource } from './oci/layer-source.ts';
import type { LayerBlob } from './oci/types.ts';
import { isDatabaseFile } from './packages/installed.ts';

export interface LibrariesRequest {
  base: BaseImage;
  artifacts: readonly BuiltLayer[];
  /** What the toolchain was built with, to take libraries out of it. */
  built: BuildInput;
  pipeline: Pick<Pipeline, 'libraries'>;
  /** Where the engine may write its archive. */
  archive: string;
  signal: AbortSignal;
}

/** A base that has what the artifacts load, as far as the plan lets libraries be copied. */
export interface CompletedBase {
  image: BaseImage;
  abi: Abi;
  inventory: Inventory;
  copied: { name: string; path: string; package: string; version: string }[];
}

/** Libraries ask for libraries; a chain longer than this is no real one. */
const MOST_ROUNDS = 20;

/** Holds the artifacts against the base, and takes libraries that it lacks from the toolchain. */
export async function completeBase(request: LibrariesRequest): Promise<CompletedBase> {
  const copied = new Map<string, CopiedLibrary>();
  const tried = new Set<string>();
  let layer: LayerBlob | undefined;
  let bare: Inventory | undefined;
  for (let round = 0; ; round++) {
    const image = layer ? withLayer(request.base, layer) : request.base;
    const seen = await look(image, request);
    bare ??= seen.inventory;
    const wanted = wantedOf(seen, request).filter((name) => !tried.has(name));
    if (wanted.length === 0 || round === MOST_ROUNDS) {
      return { image, ...seen, copied: [...copied.values()].map(summary) };
    }
    for (const name of wanted) tried.add(name);
    const before = copied.size;
    for (const one of await fetched(wanted, seen, request)) copied.set(one.name, one);
    if (copied.size === before) continue;
    const contents = libraryContents([...copied.values()], bare.texts);
    layer = await writeLayer(contents, blobDir(), { signal: request.signal });
  }
}

interface Seen {
  inventory: Inventory;
  abi: Abi;
}

async function look(
  image: BaseImage,
  { artifacts, built, signal }: LibrariesRequest,
): Promise<Seen> {
  const source = layerSource([...image.layers, ...artifacts]);
  const texts = (path: string) => isEvidence(path) || isLoaderSetting(path);
  const inventory = await readInventory(source, { texts, blobDir: blobDir(), signal });
  const { config, platform } = built.plan;
  return { inventory, abi: await checkAbi(source, inventory, config, platform, blobDir()) };
}

/** What is missing and may be copied; names in the spec count also when nothing lists them. */
function wantedOf({ abi, inventory }: Seen, { built }: LibrariesRequest): string[] {
  const { libraries } = built.plan;
  if (libraries === 'none') return [];
  const missing = abi.problems.flatMap((one) =>
    one.kind === 'missing-library' ? [one.library] : [],
  );
  if (libraries === 'auto') return [...new Set(missing)];
  return libraries.filter(
    (name) =>
      missing.includes(name) || !inventory.files.some(({ path }) => path.endsWith(`/${name}`)),
  );
}

async function fetched(
  names: string[],
  seen: Seen,
  request: LibrariesRequest,
): Promise<CopiedLibrary[]> {
  const { pipeline, built, archive } = request;
  const paths = await pipeline.libraries({ ...built, names, archive });
  const opened = await openArchive(archive);
  try {
    const digest = opened.layers[0]?.descriptor.digest ?? '';
    const wanted = new Set(Object.values(paths).map((path) => path.replace(/^\/+/, '')));
    const files = await collectFiles(
      opened.blob(digest),
      (path) => wanted.has(path) || isDatabaseFile(path),
      blobDir(),
    );
    const texts = new Map([...files].map(([path, bytes]) => [path, bytes.toString('utf8')]));
    const owner = ownersIn(texts);
    return names.flatMap((name) => {
      const path = paths[name];
      const bytes = path && files.get(path.replace(/^\/+/, ''));
      return path && bytes ? copiedFrom(name, path, bytes, owner, seen, request) : [];
    });
  } finally {
    await opened.close();
  }
}

/** glibc itself is the base's; a second one beside it would be worse than none. */
const NEVER_COPIED = new Set(['libc6', 'musl']);

function copiedFrom(
  name: string,
  path: string,
  bytes: Buffer,
  ownerOf: OwnerOf,
  seen: Seen,
  { built }: LibrariesRequest,
): CopiedLibrary[] {
  const owner = ownerOf(path);
  if (!owner) {
    const message = `${path} of the toolchain belongs to no package, so no scanner would see ${name}`;
    throw new HardenError(
      error('abi/unowned-library', message, {
        span: built.plan.base.origin,
        hint: `ship it as an artifact of yours: artifacts: [{from: ${path}, to: /app/lib/${name}}]`,
      }),
    );
  }
  if (NEVER_COPIED.has(owner.name)) return [];
  return [{ name, path: `${folderFor(path, seen)}/${name}`, bytes, owner }];
}

/** Beside the C library, where the loader looks by itself; else where the toolchain has it. */
function folderFor(path: string, { abi, inventory }: Seen): string {
  const libc = abi.libraries.find(({ name }) => name === 'libc.so.6')?.path;
  const folder = (libc ?? path).replace(/\/[^/]*$/, '');
  const files = new Map(inventory.files.map((file) => [file.path, file]));
  return follow(files, folder, true) || folder.replace(/^\/+/, '');
}

function withLayer(base: BaseImage, blob: LayerBlob): BaseImage {
  return { ...base, layers: [...base.layers, { blob, kind: 'runtime' }] };
}

function summary({ name, path, owner }: CopiedLibrary): CompletedBase['copied'][number] {
  return { name, path: `/${path}`, package: owner.name, version: owner.version };
}
