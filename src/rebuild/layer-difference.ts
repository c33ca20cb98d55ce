import type { FileFacts } from './file-facts.ts';

/** The first file in which two layers differ, and why. */
export interface FileDifference {
  path: string;
  why: 'missing' | 'added' | 'type' | 'content' | 'link' | 'mode' | 'owner' | 'time' | 'attributes';
  /** What the published image has, and what was built; empty where one of them has no such file. */
  published: string;
  rebuilt: string;
}

/** In the order in which they tell most: another content is why a size, and often a time, differs. */
const ASPECTS: [FileDifference['why'], (facts: FileFacts) => string][] = [
  ['type', ({ type }) => type],
  ['content', ({ size, content }) => `${size} bytes, sha256:${content}`],
  ['link', ({ target }) => target],
  ['mode', ({ mode }) => mode.toString(8).padStart(4, '0')],
  ['owner', ({ uid, gid }) => `${uid}:${gid}`],
  ['time', ({ mtime }) => timeOf(mtime)],
  ['attributes', ({ attributes }) => attributes],
];

/** Every file that is not the same in both, by path. */
export function fileDifferences(
  published: ReadonlyMap<string, FileFacts>,
  rebuilt: ReadonlyMap<string, FileFacts>,
): FileDifference[] {
  const paths = [...new Set([...published.keys(), ...rebuilt.keys()])].sort();
  return paths.flatMap((path) => {
    const found = differenceAt(path, published.get(path), rebuilt.get(path));
    return found ? [found] : [];
  });
}

function differenceAt(
  path: string,
  before: FileFacts | undefined,
  after: FileFacts | undefined,
): FileDifference | undefined {
  if (!after) return { path, why: 'missing', published: before?.type ?? '', rebuilt: '' };
  if (!before) return { path, why: 'added', published: '', rebuilt: after.type };
  for (const [why, of] of ASPECTS) {
    const [published, rebuilt] = [of(before), of(after)];
    if (published !== rebuilt) return { path, why, published, rebuilt };
  }
  return undefined;
}

function timeOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}
