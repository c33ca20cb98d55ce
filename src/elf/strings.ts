import { PAGE, type Pages } from './pages.ts';
import type { Range } from './segments.ts';

/** Gives the string at an index of the string table; undefined when it is not in there whole. */
export type Strings = (index: number) => Promise<string | undefined>;

/**
 * All strings of a file together, in bytes, as many may share one long tail. Each costs something
 * even when empty, which ends every loop that reads one in each turn.
 */
const MOST_TEXT = 256 * 1024;
const EACH = 16;

export function stringsIn(pages: Pages, table: Range | undefined): Strings {
  let left = MOST_TEXT;
  return async (index) => {
    if (!table) return undefined;
    const parts: Buffer[] = [];
    left -= EACH;
    const end = table.offset + table.length;
    for (let at = table.offset + index; at < end && left > 0; ) {
      const bytes = await pages.read(at, Math.min(end - at, PAGE - (at % PAGE)));
      if (!bytes) return undefined;
      const zero = bytes.indexOf(0);
      const part = zero < 0 ? bytes : bytes.subarray(0, zero);
      parts.push(part);
      left -= part.length;
      if (zero >= 0) return Buffer.concat(parts).toString('utf8');
      at += bytes.length;
    }
    return undefined;
  };
}
