import { excluder } from './exclude.ts';
import { checkLink, safePath, show, unsafe } from './safe-path.ts';
import { badArchive } from './tar-header.ts';
import type { TarEntry } from './tar-read.ts';
import type { Entry } from './types.ts';

/** What a layer may hold and who owns it. */
export interface LayerRules {
  /** Without an owner here, that of each entry stays, and so does its mode. */
  owner?: { uid: number; gid: number };
  /** A folder of the tar that becomes the image root; what lies elsewhere is left out. */
  strip?: string;
  /** Patterns of paths in the image, see src/oci/exclude.ts. */
  exclude?: readonly string[];
}

/** An entry of the normalised layer and where its bytes start in the tar it came from. */
export interface Member {
  entry: Entry;
  offset: number;
}

const MAX_ENTRIES = 1_000_000;

/**
 * The entries of a layer, each path once and in byte order, with every parent folder before what
 * is in it. Files get mode 0644 or 0755 by their execute bits, folders 0755, links 0777, all the
 * owner of the rules; without one, owners and modes stay. Nothing gains rights by running: setuid
 * and setgid bits are gone. The last of two entries with one path wins. Refused with `oci/unsafe-entry`: devices, pipes, whiteouts, names and links that
 * leave the image, hard links to something that is not in the layer, files under a file or link.
 */
export async function membersOf(
  entries: AsyncIterable<TarEntry>,
  rules: LayerRules,
): Promise<Member[]> {
  const found = await collect(entries);
  const kept = new Map<string, TarEntry>();
  const excluded = excluder(rules.exclude ?? []);
  for (const [full, entry] of found) {
    const path = stripped(full, rules.strip ?? '');
    if (path && !excluded(path)) kept.set(path, entry);
  }
  for (const path of [...kept.keys()]) addParents(path, kept);
  for (const [path, entry] of kept) if (entry.type === 'symlink') checkLink(path, entry.target);
  return inOrder(kept, rules);
}

/** The last entry of each path; a hard link becomes the very entry that it shares. */
async function collect(entries: AsyncIterable<TarEntry>): Promise<Map<string, TarEntry>> {
  const found = new Map<string, TarEntry>();
  for await (const entry of entries) {
    const path = safePath(entry.path);
    checkType(path, entry);
    if (path === '') continue;
    found.set(path, entry.type === 'hardlink' ? sharedBy(path, entry, found) : entry);
    if (found.size > MAX_ENTRIES) throw badArchive(show(path), `more than ${MAX_ENTRIES} entries`);
  }
  return found;
}

function checkType(path: string, entry: TarEntry): void {
  const { type } = entry;
  if (path === '' && type !== 'directory') throw unsafe(`the image root is a ${type}`);
  if (type.endsWith('device') || type === 'fifo') throw unsafe(`${show(path)} is a ${type}`);
  if (type === 'other') throw unsafe(`${show(path)} is of a type that no image should have`);
  if (entry.sparse) throw unsafe(`${show(path)} is stored as a sparse file`);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.startsWith('.wh.')) throw unsafe(`${show(path)} would delete a file of the base`);
}

function sharedBy(path: string, link: TarEntry, found: Map<string, TarEntry>): TarEntry {
  const target = found.get(safePath(link.target));
  const shown = `${show(path)} -> ${show(link.target)}`;
  if (!target) throw unsafe(`the hard link ${shown} points to something that is not in the layer`);
  if (target.type === 'directory') throw unsafe(`the hard link ${shown} points to a folder`);
  return target;
}

/** The path under the folder that becomes the root, or nothing. */
function stripped(path: string, root: string): string | undefined {
  const folder = root.replace(/^\/+|\/+$/g, '');
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

function addParents(path: string, kept: Map<string, TarEntry>): void {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    const parent = path.slice(0, cut);
    const entry = kept.get(parent);
    if (entry && entry.type !== 'directory') {
      throw unsafe(`${show(path)} lies under ${show(parent)}, which is a ${entry.type}`);
    }
    if (entry) continue;
    kept.set(parent, FOLDER);
  }
}

const FOLDER: TarEntry = {
  path: '',
  type: 'directory',
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0,
  target: '',
  offset: 0,
  xattrs: [],
  sparse: false,
};

/** Of files that share their bytes the first in order has them, the others are links to it. */
function inOrder(kept: Map<string, TarEntry>, rules: LayerRules): Member[] {
  const firstOf = new Map<TarEntry, string>();
  const keyed = [...kept].map(([path, entry]) => ({ path, entry, key: Buffer.from(path) }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  return keyed.map(({ path, entry }) => {
    const first = entry.type === 'file' ? firstOf.get(entry) : undefined;
    if (entry.type === 'file' && first === undefined) firstOf.set(entry, path);
    return { entry: normalized(path, entry, rules, first), offset: entry.offset };
  });
}

function normalized(
  path: string,
  from: TarEntry,
  rules: LayerRules,
  first: string | undefined,
): Entry {
  const owner = rules.owner ?? { uid: from.uid, gid: from.gid };
  const mode = rules.owner ? plainMode(from) : from.mode & 0o1777;
  if (from.type === 'directory') return { path, type: 'directory', mode, size: 0, ...owner };
  if (from.type === 'symlink') {
    return { path, type: 'symlink', mode: 0o777, size: 0, target: from.target, ...owner };
  }
  if (first !== undefined) {
    return { path, type: 'hardlink', mode, size: 0, target: first, ...owner };
  }
  return { path, type: 'file', mode, size: from.size, ...owner };
}

function plainMode({ type, mode }: TarEntry): number {
  return type === 'directory' || mode & 0o111 ? 0o755 : 0o644;
}
