import type { FileHandle } from 'node:fs/promises';

/** Bytes read from the front to the back; what is not wanted is passed over. */
export interface ByteSource {
  /** Up to `length` bytes; fewer at the end only. Valid until the next call. */
  read(length: number): Promise<Buffer>;
  /** Goes forward to an absolute position; false when the bytes end before it. */
  seek(position: number): Promise<boolean>;
  position(): number;
}

const WINDOW = 64 * 1024;

/** A part of an open file; what is passed over is not read. */
export function fileSource(file: FileHandle, size: number): ByteSource {
  const window = Buffer.allocUnsafe(WINDOW);
  let start = 0;
  let filled = 0;
  let at = 0;
  const fill = async (): Promise<void> => {
    start = at;
    filled = (await file.read(window, 0, WINDOW, at)).bytesRead;
  };
  return {
    async read(length) {
      if (length > WINDOW) return readAt(length);
      if (at < start || at + length > start + filled) await fill();
      const part = window.subarray(at - start, Math.min(at - start + length, filled));
      at += part.length;
      return part;
    },
    async seek(position) {
      at = position;
      return position <= size;
    },
    position: () => at,
  };

  async function readAt(length: number): Promise<Buffer> {
    const large = Buffer.allocUnsafe(length);
    const { bytesRead } = await file.read(large, 0, length, at);
    at += bytesRead;
    return large.subarray(0, bytesRead);
  }
}

/** A stream; what is passed over is dropped as it comes. */
export function streamSource(stream: AsyncIterable<Uint8Array>): ByteSource {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  const next = async (): Promise<boolean> => {
    const { value, done } = await chunks.next();
    if (done) return false;
    rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return true;
  };
  return {
    async read(length) {
      const parts: Buffer[] = [];
      let wanted = length;
      while (wanted > 0 && (rest.length || (await next()))) {
        const part = rest.subarray(0, wanted);
        rest = rest.subarray(part.length);
        wanted -= part.length;
        parts.push(part);
      }
      at += length - wanted;
      return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    },
    async seek(position) {
      while (at < position) {
        if (!rest.length && !(await next())) return false;
        const step = Math.min(rest.length, position - at);
        rest = rest.subarray(step);
        at += step;
      }
      return true;
    },
    position: () => at,
  };
}

/** The bytes of a range of an open file. */
export async function* fileRange(
  file: FileHandle,
  offset: number,
  size: number,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; ) {
    const buffer = Buffer.allocUnsafe(Math.min(256 * 1024, size - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset + at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
