/** A file read in pieces, so that a large binary need not be in memory. */
export interface RandomAccess {
  size: number;
  /** May give fewer bytes than asked for, at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array> | Uint8Array;
}

/** A file that is in memory as a whole, as random access. */
export function inMemory(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** All the bytes asked for, at least one; undefined when the file does not have them. */
export async function readAt(
  file: RandomAccess,
  offset: number,
  length: number,
): Promise<Buffer | undefined> {
  if (length === 0 || offset + length > file.size) return undefined;
  const bytes = await file.read(offset, length);
  if (bytes.length !== length) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
