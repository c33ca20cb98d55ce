const HEADER = 64;
const SEGMENT = 56;
const SECTION = 64;
const ADDRESS = 0x400000n;
/** Where the bytes are: Go looks for its mark at multiples of 16 alone. */
const AT = 128;

/** The smallest ELF program for x86-64 that has one section of its own, loaded with all the rest. */
export function programWith(name: string, bytes: Uint8Array): Buffer {
  const names = Buffer.from(`\0${name}\0.shstrtab\0`);
  const namesAt = AT + bytes.length;
  const tableAt = namesAt + names.length;
  const size = tableAt + 3 * SECTION;
  return Buffer.concat([
    header(tableAt),
    segment(size),
    Buffer.alloc(AT - HEADER - SEGMENT),
    bytes,
    names,
    Buffer.alloc(SECTION),
    section({
      name: 1,
      type: 1,
      flags: 2n,
      address: ADDRESS + BigInt(AT),
      at: AT,
      size: bytes.length,
    }),
    section({
      name: name.length + 2,
      type: 3,
      flags: 0n,
      address: 0n,
      at: namesAt,
      size: names.length,
    }),
  ]);
}

function header(tableAt: number): Buffer {
  const out = Buffer.alloc(HEADER);
  out.write('\x7fELF', 'latin1');
  out.set([2, 1, 1], 4);
  out.writeUInt16LE(2, 16); // an executable
  out.writeUInt16LE(62, 18); // x86-64
  out.writeUInt32LE(1, 20);
  out.writeBigUInt64LE(BigInt(HEADER), 32);
  out.writeBigUInt64LE(BigInt(tableAt), 40);
  out.writeUInt16LE(HEADER, 52);
  out.writeUInt16LE(SEGMENT, 54);
  out.writeUInt16LE(1, 56);
  out.writeUInt16LE(SECTION, 58);
  out.writeUInt16LE(3, 60);
  out.writeUInt16LE(2, 62);
  return out;
}

function segment(size: number): Buffer {
  const out = Buffer.alloc(SEGMENT);
  out.writeUInt32LE(1, 0); // loaded
  out.writeUInt32LE(4, 4); // to be read
  out.writeBigUInt64LE(ADDRESS, 16);
  out.writeBigUInt64LE(ADDRESS, 24);
  out.writeBigUInt64LE(BigInt(size), 32);
  out.writeBigUInt64LE(BigInt(size), 40);
  out.writeBigUInt64LE(4096n, 48);
  return out;
}

function section(one: {
  name: number;
  type: number;
  flags: bigint;
  address: bigint;
  at: number;
  size: number;
}): Buffer {
  const out = Buffer.alloc(SECTION);
  out.writeUInt32LE(one.name, 0);
  out.writeUInt32LE(one.type, 4);
  out.writeBigUInt64LE(one.flags, 8);
  out.writeBigUInt64LE(one.address, 16);
  out.writeBigUInt64LE(BigInt(one.at), 24);
  out.writeBigUInt64LE(BigInt(one.size), 32);
  out.writeBigUInt64LE(1n, 48);
  return out;
}
