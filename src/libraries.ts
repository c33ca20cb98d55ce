import { type CopiedLibrary, libraryContents } from './adapt/libraries.ts';
import { blobDir } from './cache.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import type { BuiltLayer } from './image.ts';
import { type Abi, checkAbi, isLoaderSetting } from './inspect/abi.ts';
import { isEvidence } from './inspect/evidence.ts';
import { readInventory } from './inspect/inventory.ts';
import { follow } from './inspect/root.ts';
import type { Inventory } from './inspect/types.ts';
import type { BaseImage } from './oci/base-image.ts';
import { writeLayer } from './oci/layer.ts';
import { layerSource } from './oci/layer-source.ts';
import type { LayerBlob } from './oci/types.ts';
import type { InstalledPackage } from './packages/types.ts';
import type { BuildPlan } from './plan/types.ts';

export interface LibrariesRequest {
  base: BaseImage;
  artifacts: readonly BuiltLayer[];
  plan: BuildPlan;
  libraries: TakeLibraries;
  signal: AbortSignal;
}

/** Gives those of the named libraries that there are where libraries are taken from. */
export type TakeLibraries = (names: string[]) => Promise<TakenLibrary[]>;

export interface TakenLibrary {
  name: string;
  /** Where it lies there. */
  path: string;
  bytes: Buffer;
  /** Absent where its package database does not know it. */
  owner?: InstalledPackage;
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

/** Holds the artifacts against the base, and takes libraries that it lacks from where they are. */
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
    for (const one of await request.libraries(wanted)) {
      for (const library of copiedFrom(one, seen, request)) copied.set(library.name, library);
    }
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
  { artifacts, plan, signal }: LibrariesRequest,
): Promise<Seen> {
  const source = layerSource([...image.layers, ...artifacts]);
  const texts = (path: string) => isEvidence(path) || isLoaderSetting(path);
  const inventory = await readInventory(source, { texts, blobDir: blobDir(), signal });
  const { config, platform } = plan;
  return { inventory, abi: await checkAbi(source, inventory, config, platform, blobDir()) };
}

/** What is missing and may be copied; names in the spec count also when nothing lists them. */
function wantedOf({ abi, inventory }: Seen, { plan }: LibrariesRequest): string[] {
  const { libraries } = plan;
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

/** glibc itself is the base's; a second one beside it would be worse than none. */
const NEVER_COPIED = new Set(['libc6', 'musl']);

function copiedFrom(
  { name, path, bytes, owner }: TakenLibrary,
  seen: Seen,
  { plan }: LibrariesRequest,
): CopiedLibrary[] {
  if (!owner) {
    const message = `${path} of the toolchain belongs to no package, so no scanner would see ${name}`;
    throw new HardenError(
      error('abi/unowned-library', message, {
        span: plan.base.origin,
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
