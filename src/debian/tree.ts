import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Content, Entry } from '../oci/types.ts';

/** What lies at a path of the root so far, and who put it there. */
interface Place {
  entry: Entry;
  owner: string;
}

/** The root as it grows: every path once. */
export interface Tree {
  has(path: string): boolean;
  /**
   * What has to be written for this content: its missing parent folders and itself, or nothing if
   * the same folder or link is there. Throws HardenError debian/conflicting-files.
   */
  place(content: Content, owner: string): Content[];
}

export function newTree(): Tree {
  const places = new Map<string, Place>();

  const place = (content: Content, owner: string): Content[] => {
    const { entry } = content;
    const known = places.get(entry.path);
    if (known) {
      if (agree(known.entry, entry)) return [];
      throw conflict(entry.path, known, owner);
    }
    if (entry.type === 'hardlink' && !isFile(places.get(entry.target ?? ''))) {
      throw new Error(`its hard link ${entry.path} points to ${entry.target}, which is no file`);
    }
    const parents = missingParents(entry.path, owner);
    places.set(entry.path, { entry, owner });
    return [...parents, content];
  };

  const missingParents = (path: string, owner: string): Content[] => {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (parent === '') return [];
    const known = places.get(parent);
    if (known?.entry.type === 'directory') return [];
    if (known) throw conflict(parent, known, owner);
    return place({ entry: directory(parent) }, owner);
  };

  return { has: (path) => places.has(path), place };
}

export function directory(path: string, mode = 0o755, uid = 0): Entry {
  return { path, type: 'directory', mode, uid, gid: uid, size: 0 };
}

/** Two folders are one; a link that leads to a folder stands for it, as with dpkg. */
function agree(known: Entry, entry: Entry): boolean {
  if (entry.type === 'directory') return known.type === 'directory' || known.type === 'symlink';
  return entry.type === 'symlink' && known.type === 'symlink' && known.target === entry.target;
}

function isFile(place: Place | undefined): boolean {
  return place?.entry.type === 'file' || place?.entry.type === 'hardlink';
}

function conflict(path: string, known: Place, owner: string): HardenError {
  return new HardenError(
    error('debian/conflicting-files', `/${path} is in ${known.owner} and in ${owner}`, {
      hint: `leave one of the two out: take it from the packages, or add it to drop with the reason`,
    }),
  );
}
