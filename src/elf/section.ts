import { elfClass } from './header.ts';
import { number } from './number.ts';
import { type RandomAccess, readAt } from './random-access.ts';

/** Where the fields lie in the file header and in a section header, by ELF class. */
const LAYOUT = {
  32: { header: 52, shoff: 32, shentsize: 46, entry: 40, offset: 16, size: 20, word: 4 },
  64: { header: 64, shoff: 40, shentsize: 58, entry: 64, offset: 24, size: 32, word: 8 },
} as const;

const MOST_SECTIONS = 10_000;
const MOST_NAMES = 1024 * 1024;

/** The bytes of a named section; undefined if it is not ELF, has none, or has more than `limit`. */
export async function readSection(
  file: RandomAccess,
  name: string,
  limit: number,
): Promise<Buffer | undefined> {
  const header = await readAt(file, 0, LAYOUT[64].header);
  const kind = header && elfClass(header);
  if (!header || !kind) return undefined;
  const layout = LAYOUT[kind];
  const little = header[5] === 1;
  const shoff = number(header, layout.shoff, layout.word, little);
  const entrySize = number(header, layout.shentsize, 2, little);
  const count = number(header, layout.shentsize + 2, 2, little);
  const namesIndex = number(header, layout.shentsize + 4, 2, little);
  if (shoff === 0 || entrySize < layout.entry || count > MOST_SECTIONS) return undefined;
  const table = await readAt(file, shoff, entrySize * count);
  if (!table || namesIndex >= count) return undefined;
  const place = (index: number) => ({
    name: number(table, index * entrySize, 4, little),
    offset: number(table, index * entrySize + layout.offset, layout.word, little),
    size: number(table, index * entrySize + layout.size, layout.word, little),
  });
  const at = place(namesIndex);
  const names = at.size <= MOST_NAMES ? await readAt(file, at.offset, at.size) : undefined;
  if (!names) return undefined;
  const wanted = Buffer.from(`${name}\0`);
  for (let index = 0; index < count; index++) {
    const section = place(index);
    if (!names.subarray(section.name, section.name + wanted.length).equals(wanted)) continue;
    return section.size <= limit ? readAt(file, section.offset, section.size) : undefined;
  }
  return undefined;
}
