import { type RandomAccess, readAt } from './random-access.ts';

export const PAGE = 4096;
/** What is read of one file at most, in bytes. Large real ones take 70 KiB. */
export const MOST_READ = 1024 * 1024;

/** A file that is read page by page, each page once, up to a limit. */
export interface Pages {
  /** In bytes. */
  size: number;
  /** All the bytes asked for; undefined when the file has not got them or the limit is reached. */
  read(offset: number, length: number): Promise<Buffer | undefined>;
}

export function pagesOf(file: RandomAccess): Pages {
  const pages = new Map<number, Buffer>();

  async function page(index: number): Promise<Buffer | undefined> {
    const known = pages.get(index);
    if (known || pages.size >= MOST_READ / PAGE) return known;
    const start = index * PAGE;
    const bytes = await readAt(file, start, Math.min(PAGE, file.size - start));
    if (bytes) pages.set(index, bytes);
    return bytes;
  }

  return {
    size: file.size,
    async read(offset, length) {
      if (length <= 0 || length > MOST_READ || offset + length > file.size) return undefined;
      const first = Math.floor(offset / PAGE);
      const last = Math.floor((offset + length - 1) / PAGE);
      const parts: Buffer[] = [];
      for (let index = first; index <= last; index++) {
        const bytes = await page(index);
        if (!bytes) return undefined;
        parts.push(bytes);
      }
      const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      const start = offset - first * PAGE;
      return whole?.subarray(start, start + length);
    },
  };
}
