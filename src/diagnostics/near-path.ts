import { suggest } from './suggest.ts';

/**
 * The path that a wrong one most likely means: the same name in another folder, in other letters or
 * with another ending, else a name like it in the same folder. The nearest folder counts.
 */
export function nearPath(wrong: string, paths: readonly string[]): string | undefined {
  const name = nameOf(wrong);
  const alike: ((path: string) => boolean)[] = [
    (path) => nameOf(path) === name,
    (path) => nameOf(path).toLowerCase() === name.toLowerCase(),
    (path) => stemOf(nameOf(path)) === stemOf(name),
  ];
  for (const isAlike of alike) {
    const found = paths.filter((path) => path !== wrong && isAlike(path));
    if (found.length > 0) return nearest(wrong, found);
  }
  const folder = folderOf(wrong);
  const beside = paths.filter((path) => folderOf(path) === folder).map(nameOf);
  const near = suggest(name, beside);
  return near === undefined ? undefined : `${folder}/${near}`;
}

/** Most folders in common, then the fewest of its own. */
function nearest(wrong: string, paths: readonly string[]): string | undefined {
  const distance = (path: string) => path.split('/').length - 2 * common(wrong, path);
  return paths.toSorted((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1))[0];
}

function common(a: string, b: string): number {
  const others = b.split('/');
  const index = a.split('/').findIndex((part, at) => part !== others[at]);
  return index < 0 ? others.length : index;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function stemOf(name: string): string {
  return name.replace(/(?<=.)\.[^.]+$/, '').toLowerCase();
}
