import { isOfApp, kindOf, type LayerSource } from '../oci/layer-source.ts';
import type { TarEntry } from '../oci/tar-read.ts';
import { layerEntries } from './layer-entries.ts';
import { WHITEOUT } from './overlay.ts';
import { follow, rooted } from './root.ts';
import type { ImageFile, Inventory } from './types.ts';

/** The indexes of an image's layers: those of the app, and all others. */
export interface Parts {
  base: number[];
  app: number[];
}

/** Here it is written which system an image is, and which packages it has. */
const SYSTEM = /^(?:etc|var\/lib|(?:usr\/)?lib\/apk|usr\/lib\/sysimage)\/|^usr\/lib\/os-release$/;

/**
 * The layers of the app apart from all others, where what a scanner sees of each alone is what it
 * sees of both together: neither deletes, replaces or links to a file of the other, and the app has
 * no word in what the system is. Nothing where that does not hold, or where one of them is empty.
 */
export async function partsOf(
  image: LayerSource,
  { files }: Pick<Inventory, 'files'>,
): Promise<Parts | undefined> {
  const kinds = image.layers.map(({ descriptor }) => kindOf(descriptor));
  const app = kinds.flatMap((kind, index) => (isOfApp(kind) ? [index] : []));
  const base = kinds.flatMap((kind, index) => (isOfApp(kind) ? [] : [index]));
  const lowest = app[0];
  if (lowest === undefined || base.length === 0) return undefined;
  const entries = await Promise.all(
    image.layers.map(async ({ descriptor: { digest } }) => {
      // Whoever has read the inventory has read them: they are in memory.
      const reader = { image, digest, likely: () => false, blobDir: undefined, signal: undefined };
      return (await layerEntries(reader)).entries;
    }),
  );
  const above = base.filter((index) => index > lowest);
  if ([...app, ...above].some((index) => entries[index]?.some(isWhiteout))) return undefined;
  const inBase = places(base.flatMap((index) => entries[index] ?? []));
  const inApp = places(app.flatMap((index) => entries[index] ?? []));
  if (overlap(inBase, inApp) || [...inApp.keys()].some((path) => SYSTEM.test(path)))
    return undefined;
  return crossed(files, new Set(app)) ? undefined : { base, app };
}

function isWhiteout({ path }: TarEntry): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith(WHITEOUT);
}

type Places = Map<string, 'folder' | 'other'>;

/** All names of some layers, with the folders that they are in, whether a layer lists them or not. */
function places(entries: readonly TarEntry[]): Places {
  const found: Places = new Map();
  for (const { path, type } of entries) {
    const name = rooted(path);
    if (type !== 'directory') found.set(name, 'other');
    else if (!found.has(name)) found.set(name, 'folder');
    for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
      const folder = name.slice(0, at);
      if (found.has(folder)) break;
      found.set(folder, 'folder');
    }
  }
  return found;
}

/** A name that both have is a folder in both: a link in its place would lead elsewhere. */
function overlap(one: Places, other: Places): boolean {
  return [...other].some(([path, kind]) => {
    const there = one.get(path);
    return there !== undefined && (there === 'other' || kind === 'other');
  });
}

/** Whether a link of one part leads to a file of the other. */
function crossed(files: readonly ImageFile[], app: ReadonlySet<number>): boolean {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files.some((file) => {
    if (file.type !== 'symlink' && file.type !== 'hardlink') return false;
    const target = byPath.get(follow(byPath, file.path, true) ?? '');
    return target !== undefined && app.has(target.layer) !== app.has(file.layer);
  });
}
