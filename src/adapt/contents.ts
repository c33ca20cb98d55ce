import { basename, dirname } from 'node:path/posix';
import { textFile } from '../debian/text-file.ts';
import type { ImageFile } from '../inspect/types.ts';
import type { Content } from '../oci/types.ts';

export const FOLDER = { mode: 0o755, uid: 0, gid: 0 };

/** What is changed of a base: files that disappear and files that are written. */
export interface Changes {
  hidden: ReadonlySet<string>;
  /** By path; each takes the place of what is there. */
  texts: ReadonlyMap<string, string>;
  folders: ReadonlyMap<string, { mode: number; uid: number; gid: number }>;
}

/**
 * The changes as a layer in the order of its paths, together with the files that were added. Files
 * that are hidden or written anew are not among the added ones any more.
 */
export async function* changedContents(
  { hidden, texts, folders }: Changes,
  base: ReadonlyMap<string, ImageFile>,
  added: AsyncIterable<Content>,
): AsyncGenerator<Content> {
  const own = ownContents({ hidden, texts, folders }, base);
  let next = own.shift();
  for await (const content of added) {
    const { path } = content.entry;
    if (hidden.has(path) || texts.has(path)) continue;
    // A folder that the base has keeps its owner and its mode.
    if (content.entry.type === 'directory' && base.has(path)) continue;
    for (; next && next.entry.path < path; next = own.shift()) yield next;
    if (next?.entry.path === path) next = own.shift();
    yield inPlaceOf(base.get(path), content);
  }
  for (; next; next = own.shift()) yield next;
}

function ownContents({ hidden, texts, folders }: Changes, base: ReadonlyMap<string, ImageFile>) {
  const written = [...texts].map(([path, text]) => inPlaceOf(base.get(path), textFile(path, text)));
  const made = [...folders].map(([path, owner]) => folder(path, owner));
  const gone = [...hidden].filter((path) => base.has(path)).map((path) => whiteout(path));
  const parents = [...new Set([...texts.keys(), ...folders.keys()].flatMap(above))]
    .filter((path) => !base.has(path) && !folders.has(path))
    .map((path) => folder(path));
  return [...written, ...made, ...gone, ...parents].sort((a, b) =>
    a.entry.path < b.entry.path ? -1 : 1,
  );
}

/** What takes the place of a file may be read by the same as that, and by nobody else: etc/shadow. */
export function inPlaceOf(before: ImageFile | undefined, content: Content): Content {
  if (content.entry.type !== 'file' || before?.type !== 'file') return content;
  const { mode, uid, gid } = before;
  return { ...content, entry: { ...content.entry, mode: mode & 0o1777, uid, gid } };
}

/** As the OCI image spec has it: a file of this name hides the one of the layers below. */
function whiteout(path: string): Content {
  const folder = dirname(path);
  return textFile(`${folder === '.' ? '' : `${folder}/`}.wh.${basename(path)}`, '');
}

export function folder(path: string, owner = FOLDER): Content {
  return { entry: { path, type: 'directory', size: 0, ...owner } };
}

/** The folders a path is in, the outermost first. */
export function above(path: string): string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [...above(parent), parent];
}
