import { join } from 'node:path';
import { inParallel } from '../debian/parallel.ts';
import { digestOfFile } from '../oci/digest.ts';
import { type Entries, isFile, isSettled, type Looked } from './entry.ts';

const AT_ONCE = 8;

/**
 * Entries with the digests of their files. One of before is taken again for a file that nobody can have
 * written since; all others are read.
 */
export async function withContents(
  root: string,
  entries: Entries,
  before?: Looked,
): Promise<Entries> {
  const filled = await inParallel(Object.entries(entries), AT_ONCE, async ([path, entry]) => {
    if (!isFile(entry)) return [path, entry] as const;
    const last = before?.entries[path];
    const same = last?.stat === entry.stat && last?.is === entry.is;
    if (before && last?.content && same && isSettled(last, before.taken)) {
      return [path, { ...entry, content: last.content }] as const;
    }
    const { digest } = await digestOfFile(join(root, path));
    return [path, { ...entry, content: digest }] as const;
  });
  return Object.fromEntries(filled);
}

/** The first path that is another thing, or there in one of them only, by what a build sees of it. */
export function difference(before: Entries, now: Entries): string | undefined {
  return firstOf(before, now, (a, b) => a?.is === b?.is && a?.content === b?.content);
}

/** The first path that somebody touched, whatever came of it. */
export function touched(before: Entries, now: Entries): string | undefined {
  return firstOf(before, now, (a, b) => a?.is === b?.is && a?.stat === b?.stat);
}

function firstOf(
  before: Entries,
  now: Entries,
  same: (a: Entries[string] | undefined, b: Entries[string] | undefined) => boolean,
): string | undefined {
  const paths = [...Object.keys(before), ...Object.keys(now)];
  return paths.find((path) => !before[path] || !now[path] || !same(before[path], now[path]));
}
