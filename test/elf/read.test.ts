import { expect, test } from 'vitest';
import { MOST_READ, PAGE } from '../../src/elf/pages.ts';
import { inMemory, type RandomAccess } from '../../src/elf/random-access.ts';
import { readElf } from '../../src/elf/read.ts';
import { buildElf, type ElfParts } from './build-elf.ts';

const read = (bytes: Uint8Array) => readElf(inMemory(bytes));

const WHOLE: ElfParts = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libapp.so.1',
  needed: ['libpq.so.5', 'libc.so.6'],
  rpath: ['/opt/old'],
  runpath: ['$ORIGIN/../lib', '/opt/app/lib'],
  requires: [
    { library: 'libc.so.6', version: 'GLIBC_2.34', weak: false },
    { library: 'libc.so.6', version: 'GLIBC_2.38', weak: true },
    { library: 'libpq.so.5', version: 'RHPG_9.6', weak: false },
  ],
  base: 'libapp.so.1',
  provides: ['APP_1.0', 'APP_1.1'],
};

test.each([
  [64, true],
  [64, false],
  [32, true],
  [32, false],
] as const)(
  'reads all that a loader does, with %i bits, little endian: %s',
  async (kind, little) => {
    const { base: _base, ...said } = WHOLE;
    expect(await read(buildElf({ ...WHOLE, class: kind, little, machine: 8 }))).toEqual({
      class: kind,
      machine: 'other',
      type: 'shared',
      ...said,
    });
  },
);

test.each<[string, Partial<ElfParts>]>([
  ['x86_64', { machine: 62 }],
  ['x86_64', { machine: 62, class: 32 }],
  ['aarch64', { machine: 183 }],
  ['other', { machine: 183, little: false }],
  ['arm', { machine: 40, class: 32 }],
  ['i386', { machine: 3, class: 32 }],
  ['riscv64', { machine: 243 }],
  ['other', { machine: 243, class: 32 }],
  ['ppc64le', { machine: 21 }],
  ['other', { machine: 21, little: false }],
  ['s390x', { machine: 22, little: false }],
  ['other', { machine: 0 }],
])('names the machine %s of %o', async (machine, parts) => {
  expect((await read(buildElf(parts)))?.machine).toBe(machine);
});

test.each([
  [1, 'other'],
  [2, 'executable'],
  [3, 'shared'],
  [4, 'other'],
])('takes e_type %i for %s', async (type, expected) => {
  expect((await read(buildElf({ type })))?.type).toBe(expected);
});

test('has nothing to say of a static program', async () => {
  expect(await read(buildElf({ type: 2 }))).toEqual({
    class: 64,
    machine: 'x86_64',
    type: 'executable',
    needed: [],
    rpath: [],
    runpath: [],
    requires: [],
    provides: [],
  });
});

test('keeps the base entry apart only where it is marked as such', async () => {
  const elf = await read(buildElf({ provides: ['libx.so.1', 'X_1'] }));
  expect(elf?.provides).toEqual(['libx.so.1', 'X_1']);
});

test('an empty runpath is one, as it switches the rpath off', async () => {
  expect((await read(buildElf({ rpath: ['/a'], runpath: [''] })))?.runpath).toEqual(['']);
});

test('goes by addresses, not by the offset of the dynamic segment', async () => {
  const file = buildElf({ needed: ['libc.so.6'] });
  file.writeBigUInt64LE(0n, 64 + 56 + 8);
  expect((await read(file))?.needed).toEqual(['libc.so.6']);
});

test('detached debug information has an empty dynamic segment', async () => {
  const file = buildElf({ needed: ['libc.so.6'] });
  file.writeBigUInt64LE(0n, 64 + 56 + 32);
  expect((await read(file))?.needed).toEqual([]);
});

const whole = buildElf(WHOLE);

/** A copy with bytes written over it. */
function patched(at: number, ...bytes: number[]): Buffer {
  const file = Buffer.from(whole);
  file.set(bytes, at);
  return file;
}

/** With enough behind it for whatever it claims. */
function padded(file: Buffer): Buffer {
  return Buffer.concat([file, Buffer.alloc(200_000)]);
}

/** A copy with another value for one tag of its dynamic section. */
function retagged(tag: number, value: bigint): Buffer {
  const file = Buffer.from(whole);
  for (let at = Number(file.readBigUInt64LE(64 + 56 + 8)); at < file.length; at += 16) {
    if (file.readBigUInt64LE(at) === BigInt(tag)) file.writeBigUInt64LE(value, at + 8);
  }
  return file;
}

test.each<[string, Buffer]>([
  ['an empty file', Buffer.alloc(0)],
  ['a script', Buffer.from(`#!/bin/sh\n${'x'.repeat(200)}`)],
  ['the magic alone', whole.subarray(0, 4)],
  ['a header that ends early', whole.subarray(0, 60)],
  ['a class that does not exist', patched(4, 3)],
  ['a byte order that does not exist', patched(5, 0)],
  ['a version that does not exist', patched(6, 2)],
  ['program headers of another size', patched(54, 57)],
  ['no program headers', patched(56, 0)],
  ['more program headers than the kernel takes', padded(patched(56, 0x93, 4))],
  ['program headers outside the file', patched(39, 0x7f)],
  ['an interpreter without an end', patched(64 + 2 * 56 + 32, 5)],
  ['an interpreter longer than any path', padded(patched(64 + 2 * 56 + 32, 0, 0x20))],
  ['a dynamic section at no address', patched(64 + 56 + 16, 0, 0, 0)],
  ['a dynamic section without an end', whole.subarray(0, -16)],
  ['no string table', retagged(5, 0n)],
  ['a string table outside the file', retagged(5, 0x7fff_ffff_ffff_ffffn)],
  ['a string table of no size', retagged(10, 0n)],
  ['a name outside the string table', retagged(1, 100_000n)],
  ['version requirements at no address', retagged(0x6ffffffe, 1n)],
  ['version definitions that are none', retagged(0x6ffffffc, 0x40_0000n)],
])('reads nothing by half: %s', async (_name, file) => {
  expect(await read(file)).toBeUndefined();
});

test('adjacent segments do not overlap: an address at the end of one is in the next', async () => {
  const file = buildElf({ needed: ['libc.so.6'] });
  const dynamic = Number(file.readBigUInt64LE(64 + 56 + 8));
  file.copy(file, 64 + 2 * 56, 64 + 56, 64 + 2 * 56);
  file.writeUInt32LE(1, 64 + 2 * 56);
  file.writeBigUInt64LE(BigInt(dynamic), 64 + 32);
  expect((await read(file))?.needed).toEqual(['libc.so.6']);
});

test('of two dynamic segments the last counts', async () => {
  const file = buildElf({ needed: ['libc.so.6'] });
  file.copy(file, 64 + 2 * 56, 64 + 56, 64 + 2 * 56);
  file.writeBigUInt64LE(0x40_0000n, 64 + 56 + 16);
  expect((await read(file))?.needed).toEqual(['libc.so.6']);
});

test('tables end with their segment, though the file goes on', async () => {
  const file = buildElf({ requires: [{ library: 'libc.so.6', version: 'V', weak: false }] });
  const dynamic = Number(file.readBigUInt64LE(64 + 56 + 8));
  const table = dynamic - 32;
  const longer = Buffer.concat([file, file.subarray(table, dynamic)]);
  longer.writeUInt32LE(file.length - table, table + 12);
  expect(await read(longer)).toBeUndefined();
  longer.writeBigUInt64LE(BigInt(longer.length), 64 + 32);
  expect((await read(longer))?.requires).toHaveLength(2);
});

test('every shorter file is read as undefined and never as less', async () => {
  for (let size = 0; size < whole.length; size++) {
    expect(await read(whole.subarray(0, size))).toBeUndefined();
  }
});

/** Counts the bytes asked of a file that claims to be large and is zero behind `head`. */
function counting(head: Buffer, size: number) {
  const asked = { bytes: 0, most: 0 };
  const file: RandomAccess = {
    size,
    read(offset, length) {
      asked.bytes += length;
      asked.most = Math.max(asked.most, length);
      const bytes = Buffer.alloc(length);
      head.copy(bytes, 0, offset, offset + length);
      return bytes;
    },
  };
  return { asked, file };
}

test('reads only the pages it needs of a large file, each once', async () => {
  const { asked, file } = counting(whole, 10_000_000_000);
  expect((await readElf(file))?.needed).toEqual(WHOLE.needed);
  expect(asked).toEqual({ bytes: PAGE, most: PAGE });
});

test('sizes that a file claims do not count: strings end, and so does the reading', async () => {
  // One string as long as the segment, which goes on for ten gigabytes without a zero.
  const head = buildElf({ needed: ['libc.so.6'] });
  head.writeBigUInt64LE(10_000_000_000n, 64 + 32);
  const filled = Buffer.concat([head, Buffer.alloc(3_000_000, 0x61)]);
  const dynamic = Number(head.readBigUInt64LE(64 + 56 + 8));
  filled.writeBigUInt64LE(BigInt(head.length + 16), dynamic + 8);
  filled.writeBigUInt64LE(9_000_000_000n, dynamic + 40);
  const { asked, file } = counting(filled, 10_000_000_000);
  expect(await readElf(file)).toBeUndefined();
  expect(asked.bytes).toBeGreaterThan(100_000);
  expect(asked.bytes).toBeLessThanOrEqual(MOST_READ);
});

test('many names that share one long text are given up', async () => {
  const needing = (count: number) => buildElf({ needed: Array(count).fill('x'.repeat(10_000)) });
  expect((await read(needing(20)))?.needed).toHaveLength(20);
  expect(await read(needing(200))).toBeUndefined();
});

test('version chains that overlap are given up', async () => {
  // Every record is a library and a version at once, and each leads to all that follow it: 16 is the
  // next record, and an empty string behind the name.
  const head = buildElf({ needed: ['libtoolong.so'], provides: ['V'] });
  const count = 20_000;
  const records = Buffer.alloc(16 * count);
  for (let at = 0; at < records.length; at += 16) {
    records.writeUInt16LE(1, at);
    records.writeUInt32LE(16, at + 8);
    records.writeUInt32LE(at + 16 < records.length ? 16 : 0, at + 12);
  }
  const file = Buffer.concat([head, records]);
  file.writeBigUInt64LE(BigInt(file.length), 64 + 32);
  const definitions = Number(head.readBigUInt64LE(64 + 56 + 8)) + 3 * 16;
  expect(file.readBigUInt64LE(definitions)).toBe(0x6ffffffcn);
  file.writeBigUInt64LE(0x6ffffffen, definitions);
  file.writeBigUInt64LE(BigInt(0x40_0000 + head.length), definitions + 8);
  const { asked, file: counted } = counting(file, file.length);
  expect(await readElf(counted)).toBeUndefined();
  expect(asked.bytes).toBeGreaterThan(100_000);
});
