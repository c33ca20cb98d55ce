import type { TarEntry } from '../oci/tar-read.ts';
import type { LayerKind } from '../report/types.ts';
import { follow, rooted } from './root.ts';
import type { ImageFile, Inventory } from './types.ts';

type Files = Map<string, ImageFile>;

/** A file of such a name deletes the one of the layers below. */
export const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

interface Place {
  layer: number;
  kind: LayerKind;
  /** Hard links, with the file that they were another name of when they were made. */
  links: Map<ImageFile, ImageFile>;
  replacedLinks: Inventory['replacedLinks'];
  /** Where folders led, by their names; forgotten as soon as something is deleted or a link comes or goes. */
  folders: Map<string, string | undefined>;
}

/**
 * Lays an entry of a layer over the files so far, as a container's file system does, and gives the
 * file that it became, if it became one.
 */
export function layOver(files: Files, entry: TarEntry, place: Place): ImageFile | undefined {
  // A name says where it belongs: its `..` is no matter of links.
  const [above, name] = split(rooted(entry.path));
  const folder = folderOf(files, above, place.folders);
  if (folder === undefined || name === '') return undefined;
  if (name === OPAQUE) remove(files, folder, place.layer, false);
  else if (name.startsWith(WHITEOUT)) {
    remove(files, join(folder, name.slice(WHITEOUT.length)), place.layer, true);
  } else return put(files, join(folder, name), entry, place);
  place.folders.clear();
  return undefined;
}

/** As `follow`, without looking at each folder of a name again: a name may have thousands of them. */
function folderOf(files: Files, name: string, known: Place['folders']): string | undefined {
  if (name === '') return '';
  if (known.has(name)) return known.get(name);
  const [above, last] = split(name);
  const parent = folderOf(files, above, known);
  const here = parent === undefined ? undefined : join(parent, last);
  const isLink = here !== undefined && files.get(here)?.type === 'symlink';
  const found = isLink ? follow(files, name, true) : here;
  known.set(name, found);
  return found;
}

function split(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function put(files: Files, path: string, entry: TarEntry, place: Place): ImageFile {
  const before = files.get(path);
  if (before?.type === 'symlink' && entry.type === 'directory' && before.layer < place.layer) {
    place.replacedLinks.push({ path, target: before.target ?? '', layer: place.layer });
  }
  if (before?.type === 'directory' && entry.type !== 'directory') {
    remove(files, path, place.layer + 1, true);
    place.folders.clear();
  }
  if (before?.type === 'symlink' || entry.type === 'symlink') place.folders.clear();
  const file = fileOf(path, entry, place);
  const linked = file.type === 'hardlink' ? files.get(file.target ?? '') : undefined;
  if (linked) place.links.set(file, place.links.get(linked) ?? linked);
  files.set(path, file);
  return file;
}

/**
 * A file stays as long as it has a name: where the first one was deleted or replaced by a higher layer,
 * the other is the file. Gives what became one, with the file that it was another name of.
 */
export function keepLinked(files: Files, links: Place['links']): [ImageFile, ImageFile][] {
  return [...links].flatMap(([link, first]): [ImageFile, ImageFile][] => {
    if (files.get(link.path) !== link || files.get(first.path) === first) return [];
    const file = { ...first, path: link.path };
    files.set(file.path, file);
    return [[file, first]];
  });
}

/** Deletes what lower layers have under a path. */
function remove(files: Files, path: string, below: number, itself: boolean): void {
  const found = files.get(path);
  if (itself && found && found.layer < below) files.delete(path);
  // Only folders have anything inside, and to look for it takes a look at every file.
  if (path !== '' && found && found.type !== 'directory') return;
  const inside = path === '' ? '' : `${path}/`;
  for (const [other, { layer }] of files) {
    if (other.startsWith(inside) && layer < below) files.delete(other);
  }
}

function fileOf(path: string, entry: TarEntry, { layer, kind }: Place): ImageFile {
  const { type, mode, uid, gid, target } = entry;
  const known =
    type === 'file' || type === 'directory' || type === 'symlink' || type === 'hardlink';
  return {
    path,
    type: known ? type : 'other',
    mode,
    uid,
    gid,
    size: type === 'file' ? entry.size : 0,
    ...(type === 'symlink' ? { target } : type === 'hardlink' ? { target: rooted(target) } : {}),
    capabilities: entry.xattrs.includes('security.capability'),
    layer,
    kind,
    entry: entry.path,
  };
}
