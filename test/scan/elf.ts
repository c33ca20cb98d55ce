/** The smallest 64-bit ELF file that has one section of this name with these bytes. */
export function elfWith(name: string, bytes: Uint8Array): Buffer {
  const names = Buffer.from(`\0${name}\0.shstrtab\0`);
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 0, 'latin1');
  header.set([2, 1, 1], 4);
  const namesAt = 64 + bytes.length;
  const tableAt = namesAt + names.length;
  header.writeBigUInt64LE(BigInt(tableAt), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(3, 60);
  header.writeUInt16LE(2, 62);
  return Buffer.concat([
    header,
    bytes,
    names,
    Buffer.alloc(64),
    section(1, 64, bytes.length),
    section(name.length + 2, namesAt, names.length),
  ]);
}

function section(name: number, offset: number, size: number): Buffer {
  const entry = Buffer.alloc(64);
  entry.writeUInt32LE(name, 0);
  entry.writeBigUInt64LE(BigInt(offset), 24);
  entry.writeBigUInt64LE(BigInt(size), 32);
  return entry;
}
