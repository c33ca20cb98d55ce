import type { ElfHeader } from './header.ts';
import { number } from './number.ts';
import type { Pages } from './pages.ts';
import { PT_DYNAMIC, rangeAt, type Segment } from './segments.ts';

/** The entries of the dynamic section that are read here. */
export const TAG = {
  needed: 1,
  strings: 5,
  stringsSize: 10,
  soname: 14,
  rpath: 15,
  runpath: 29,
  provides: 0x6ffffffc,
  requires: 0x6ffffffe,
} as const;

export interface Dynamic {
  /** Indices into the string table. */
  needed: number[];
  /** The last value of every other tag, as the loaders take it. */
  values: Map<number, number>;
}

/** Thousands of entries; large real files have a hundred. */
const MOST_BYTES = 64 * 1024;

/** The dynamic section, empty for a static file; undefined when it is not in the file or has no end. */
export async function readDynamic(
  pages: Pages,
  header: ElfHeader,
  segments: readonly Segment[],
): Promise<Dynamic | undefined> {
  const dynamic: Dynamic = { needed: [], values: new Map() };
  // Detached debug information keeps the program header, with nothing behind it.
  const segment = segments.findLast(({ type, length }) => type === PT_DYNAMIC && length > 0);
  if (!segment) return dynamic;
  // The loaders go by address and not by the offset in the program header.
  const range = rangeAt(segments, segment.address);
  if (!range) return undefined;
  const word = header.class === 64 ? 8 : 4;
  const room = Math.min(range.length, MOST_BYTES);
  for (let at = 0; at + 2 * word <= room; at += 2 * word) {
    const entry = await pages.read(range.offset + at, 2 * word);
    if (!entry) return undefined;
    const tag = number(entry, 0, word, header.little);
    const value = number(entry, word, word, header.little);
    if (tag === 0) return dynamic;
    if (tag === TAG.needed) dynamic.needed.push(value);
    else dynamic.values.set(tag, value);
  }
  return undefined;
}
