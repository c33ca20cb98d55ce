/**
 * An unsigned number in the byte order of the ELF file, 0 past the end of the bytes. Numbers above
 * 2^53 lose their last digits: as an offset or a size they lie outside every file anyway.
 */
export function number(bytes: Buffer, at: number, width: 2 | 4 | 8, little: boolean): number {
  if (at + width > bytes.length) return 0;
  if (width === 2) return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  if (width === 4) return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
}
