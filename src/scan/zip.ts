import { inflateRawSync } from 'node:zlib';

/** A file of a zip archive; `read` unpacks it. */
export interface ZipEntry {
  name: string;
  size: number;
  read(): Buffer;
}

const END = 0x06054b50;
const END_SIZE = 22;
const END_64 = 0x06064b50;
const LOCATOR_64_SIZE = 20;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const STORED = 0;
const DEFLATED = 8;
/** A comment after the end has at most so many bytes. */
const COMMENT_LIMIT = 65_535;

/**
 * The files of a zip archive in the order of its directory, which is all that Java looks at. A script
 * may stand before the archive. Throws on what is none.
 */
export function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = endOf(bytes);
  const { count, size, offset, at } = directoryOf(bytes, end);
  const before = at - size - offset;
  if (before < 0) throw new Error('its beginning is missing');
  const entries: ZipEntry[] = [];
  let position = offset + before;
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(position) !== ENTRY) throw new Error('the directory is damaged');
    const nameLength = bytes.readUInt16LE(position + 28);
    const more = bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32);
    const name = bytes.toString('utf8', position + ENTRY_SIZE, position + ENTRY_SIZE + nameLength);
    entries.push(entryOf(bytes, position, name, before));
    position += ENTRY_SIZE + nameLength + more;
  }
  return entries;
}

function entryOf(bytes: Buffer, position: number, name: string, before: number): ZipEntry {
  const method = bytes.readUInt16LE(position + 10);
  const packed = bytes.readUInt32LE(position + 20);
  const size = bytes.readUInt32LE(position + 24);
  const header = bytes.readUInt32LE(position + 42) + before;
  return {
    name,
    size,
    read() {
      const skip = bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
      const content = bytes.subarray(header + 30 + skip, header + 30 + skip + packed);
      if (method === STORED) return content;
      if (method !== DEFLATED) throw new Error(`${name} is packed in another way`);
      return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
    },
  };
}

function endOf(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_SIZE - COMMENT_LIMIT);
  for (let at = bytes.length - END_SIZE; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw new Error('it has no directory');
}

/** Where the directory is; archives of more than 65,535 files have a second end before the first. */
function directoryOf(bytes: Buffer, end: number) {
  const count = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const offset = bytes.readUInt32LE(end + 16);
  if (count < 0xffff && offset < 0xffffffff) return { count, size, offset, at: end };
  const at = end - LOCATOR_64_SIZE - 56;
  if (at < 0 || bytes.readUInt32LE(at) !== END_64) return { count, size, offset, at: end };
  const large = (from: number) => Number(bytes.readBigUInt64LE(at + from));
  return { count: large(32), size: large(40), offset: large(48), at };
}
