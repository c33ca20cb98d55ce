import type { ElfHeader } from './header.ts';
import { number } from './number.ts';
import type { Pages } from './pages.ts';

/** A part of the file, in bytes. */
export interface Range {
  offset: number;
  length: number;
}

export interface Segment extends Range {
  type: number;
  /** Where the loader puts it in memory. */
  address: number;
}

const PT_LOAD = 1;
export const PT_DYNAMIC = 2;
export const PT_INTERP = 3;

const LAYOUT = {
  32: { entry: 32, offset: 4, address: 8, length: 16, word: 4 },
  64: { entry: 56, offset: 8, address: 16, length: 32, word: 8 },
} as const;

/** What the kernel accepts, in bytes. */
const MOST_HEADERS = 64 * 1024;

/** The program headers; undefined when there are none, or the file has not got them all. */
export async function readSegments(
  pages: Pages,
  header: ElfHeader,
): Promise<Segment[] | undefined> {
  const { entry, offset, address, length, word } = LAYOUT[header.class];
  const size = entry * header.phnum;
  if (header.phentsize !== entry || size > MOST_HEADERS) return undefined;
  const table = await pages.read(header.phoff, size);
  if (!table) return undefined;
  const field = (at: number, width: 4 | 8) => number(table, at, width, header.little);
  return Array.from({ length: header.phnum }, (_, index) => {
    const at = index * entry;
    return {
      type: field(at, 4),
      offset: field(at + offset, word),
      address: field(at + address, word),
      length: field(at + length, word),
    };
  });
}

/** The bytes of the file from an address up to the end of the segment that holds it. */
export function rangeAt(segments: readonly Segment[], address: number): Range | undefined {
  for (const segment of segments) {
    const inside = address - segment.address;
    if (segment.type !== PT_LOAD || inside < 0 || inside >= segment.length) continue;
    return { offset: segment.offset + inside, length: segment.length - inside };
  }
  return undefined;
}
