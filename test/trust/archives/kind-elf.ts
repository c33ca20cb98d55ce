import { readFile } from 'node:fs/promises';
import { inMemory } from '../../../src/elf/random-access.ts';
import { readElf } from '../../../src/elf/read.ts';
import type { ElfFile } from '../../../src/elf/types.ts';
import { buildElf, type ElfParts } from '../../elf/build-elf.ts';
import type { Kind } from './kind.ts';
import { unlikeOwnElf } from './own-elf.ts';

const LARGE: ElfParts = {
  interpreter: '/lib64/ld.so',
  soname: 'libseed.so.1',
  needed: ['libpq.so.5', 'libc.so.6'],
  rpath: ['/opt/b'],
  runpath: ['/opt/a', '$ORIGIN'],
  requires: [
    { library: 'libc.so.6', version: 'GLIBC_2.34', weak: false },
    { library: 'libpq.so.5', version: 'PQ_1', weak: true },
  ],
  base: 'libseed.so.1',
  provides: ['SEED_1', 'SEED_2'],
};

export function programs(): Kind {
  const elf = buildElf(LARGE);
  return {
    name: 'program',
    kept: 'another reader finds the same names and versions',
    good: [
      { name: 'a program', bytes: elf },
      { name: 'one of 32 bits', bytes: buildElf({ ...LARGE, class: 32, machine: 3 }) },
      {
        name: 'one of another byte order',
        bytes: buildElf({ ...LARGE, little: false, machine: 22 }),
      },
      { name: 'one that is static', bytes: buildElf({ type: 2 }) },
    ],
    hostile: [
      { name: 'nothing', bytes: Buffer.alloc(0) },
      { name: 'the first four bytes', bytes: elf.subarray(0, 4) },
      {
        name: 'bytes of 0xff',
        bytes: Buffer.concat([elf.subarray(0, 24), Buffer.alloc(5000, 0xff)]),
      },
      { name: 'bytes of 0', bytes: Buffer.concat([elf.subarray(0, 24), Buffer.alloc(5000)]) },
    ],
    async read(path) {
      const bytes = await readFile(path);
      return unlikeOwnElf(bytes, await readElf(inMemory(bytes)));
    },
    takenOut: 'the program headers: names are what looks like one',
    async naive(path) {
      const bytes = await readFile(path);
      return unlikeOwnElf(bytes, namesIn(bytes));
    },
  };
}

function namesIn(bytes: Buffer): ElfFile | undefined {
  const needed = bytes
    .toString('latin1')
    .split('\0')
    .filter((text) => /^lib.+\.so/.test(text));
  const none = { rpath: [], runpath: [], requires: [], provides: [] };
  return { class: 64, machine: 'x86_64', type: 'shared', needed, ...none };
}
