import { expect, test } from 'vitest';
import { MOST_READ } from '../../src/elf/pages.ts';
import type { RandomAccess } from '../../src/elf/random-access.ts';
import { readElf } from '../../src/elf/read.ts';
import type { ElfFile } from '../../src/elf/types.ts';
import { buildElf, type ElfParts } from './build-elf.ts';

const FILES = 60_000;
const SEED = 20_260_101;

const LARGE: ElfParts = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libseed.so.1',
  needed: ['libpq.so.5', 'libz.so.1', 'libc.so.6'],
  rpath: ['/opt/a', '/opt/b'],
  runpath: ['$ORIGIN/../lib'],
  requires: [
    { library: 'libc.so.6', version: 'GLIBC_2.34', weak: false },
    { library: 'libc.so.6', version: 'GLIBC_2.38', weak: true },
    { library: 'libz.so.1', version: 'ZLIB_1.2.9', weak: false },
  ],
  base: 'libseed.so.1',
  provides: ['SEED_1', 'SEED_2', 'SEED_3'],
};
const SEEDS = [
  buildElf(LARGE),
  buildElf({ ...LARGE, class: 32, machine: 3 }),
  buildElf({ ...LARGE, little: false, machine: 22 }),
  buildElf({ ...LARGE, class: 32, little: false, machine: 8 }),
  buildElf({ type: 2 }),
  // Room behind the tables, so that what leads out of them leads somewhere.
  Buffer.concat([buildElf(LARGE), Buffer.alloc(20_000, 'x\0')]),
];
/** Values that are at some edge. */
const EDGES = [0, 1, 2, 3, 4, 8, 16, 0x7f, 0x80, 0xff];

/** Numbers from 0 up to but without `below`, the same ones for the same seed (mulberry32). */
function randomly(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutated(seed: Buffer, random: (below: number) => number): Buffer {
  const file = Buffer.from(seed);
  const tables = Math.min(file.length, 1400);
  for (let change = random(8); change >= 0; change--) {
    const at = random(tables);
    const kind = random(6);
    if (kind === 0) file[at] = random(256);
    else if (kind === 1) file[at] = EDGES[random(EDGES.length)] ?? 0;
    else if (kind === 2) file[at] = (file[at] ?? 0) ^ (1 << random(8));
    else if (kind === 3) file.subarray(at, at + 1 + random(8)).fill(random(2) === 0 ? 0 : 0xff);
    else {
      // A part of the file in the place of another: values that are right, but not there.
      const width = kind === 4 ? 4 : 16;
      const from = random(tables / 4) * 4;
      file.copy(file, at - (at % 4), from, Math.min(from + width, file.length));
    }
  }
  return random(10) === 0 ? file.subarray(0, random(file.length + 1)) : file;
}

test(`reads ${FILES} damaged files without harm`, { timeout: 60_000 }, async () => {
  const outcomes = { read: 0, refused: 0 };
  for (let index = 0; index < FILES; index++) {
    const seed = SEED + index;
    const random = randomly(seed);
    const file = mutated(SEEDS[random(SEEDS.length)] ?? Buffer.alloc(0), random);
    // Some files claim to be larger than what can be read of them.
    const size = random(50) === 0 ? file.length * 1000 : file.length;
    const asked = { bytes: 0 };
    const start = performance.now();
    let elf: ElfFile | undefined;
    try {
      elf = await readElf(counted(file, size, asked));
    } catch (error) {
      throw new Error(`seed ${seed} makes the reader throw`, { cause: error });
    }
    if (performance.now() - start > 2000) expect.fail(`seed ${seed} takes too long`);
    // Each page once: no more than the file has, and never more than the limit.
    if (asked.bytes > Math.min(size, MOST_READ)) expect.fail(`seed ${seed} reads too much`);
    if (elf && !isWellFormed(elf)) expect.fail(`seed ${seed} gives ${JSON.stringify(elf)}`);
    outcomes[elf ? 'read' : 'refused']++;
  }
  // Damage that is never noticed, or always, would test nothing.
  expect(outcomes.read).toBeGreaterThan(FILES / 20);
  expect(outcomes.refused).toBeGreaterThan(FILES / 20);
});

function counted(file: Buffer, size: number, asked: { bytes: number }): RandomAccess {
  return {
    size,
    read(offset, length) {
      if (!Number.isInteger(offset) || offset < 0 || length <= 0) {
        throw new Error(`asks for ${length} bytes at ${offset}`);
      }
      asked.bytes += length;
      return file.subarray(offset, offset + length);
    },
  };
}

function isWellFormed(elf: ElfFile): boolean {
  const texts = [
    ...(elf.soname === undefined ? [] : [elf.soname]),
    ...(elf.interpreter === undefined ? [] : [elf.interpreter]),
    ...elf.needed,
    ...elf.rpath,
    ...elf.runpath,
    ...elf.provides,
    ...elf.requires.flatMap(({ library, version }) => [library, version]),
  ];
  const known = ['executable', 'shared', 'other'].includes(elf.type);
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  return known && size <= 512 * 1024 && texts.every((text) => !text.includes('\0'));
}
