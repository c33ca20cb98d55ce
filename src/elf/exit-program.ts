import type { Platform } from '../plan/types.ts';

/** The number of a machine in ELF, and the code of exit(0). */
const MACHINES: Record<Platform, { machine: number; code: number[] }> = {
  // xor edi, edi; mov eax, 60; syscall
  'linux/amd64': { machine: 62, code: [0x31, 0xff, 0xb8, 0x3c, 0, 0, 0, 0x0f, 0x05] },
  // mov x0, #0; mov x8, #93; svc #0
  'linux/arm64': { machine: 183, code: [0, 0, 0x80, 0xd2, 0xa8, 0x0b, 0x80, 0xd2, 1, 0, 0, 0xd4] },
};

const ADDRESS = 0x400000n;
const HEADER = 64;
const SEGMENT = 56;

/** A program of a platform that does nothing but end well: what runs it can run the platform. */
export function exitProgram(platform: Platform): Buffer {
  const { machine, code } = MACHINES[platform];
  const start = HEADER + SEGMENT;
  const size = start + code.length;
  const file = Buffer.alloc(size);
  // 64 bits, little endian, version 1.
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(ADDRESS + BigInt(start), 24);
  file.writeBigUInt64LE(BigInt(HEADER), 32);
  file.writeUInt16LE(HEADER, 52);
  file.writeUInt16LE(SEGMENT, 54);
  file.writeUInt16LE(1, 56);
  // One segment, loaded whole, to be read and run.
  file.writeUInt32LE(1, HEADER);
  file.writeUInt32LE(5, HEADER + 4);
  file.writeBigUInt64LE(ADDRESS, HEADER + 16);
  file.writeBigUInt64LE(ADDRESS, HEADER + 24);
  file.writeBigUInt64LE(BigInt(size), HEADER + 32);
  file.writeBigUInt64LE(BigInt(size), HEADER + 40);
  file.writeBigUInt64LE(0x10000n, HEADER + 48);
  file.set(code, start);
  return file;
}
