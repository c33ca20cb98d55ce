import { number } from './number.ts';
import type { ElfFile, Machine } from './types.ts';

export interface ElfHeader extends Pick<ElfFile, 'class' | 'machine' | 'type'> {
  little: boolean;
  /** Where the program headers start in the file, in bytes. */
  phoff: number;
  phentsize: number;
  phnum: number;
}

export const HEADER_SIZE = { 32: 52, 64: 64 } as const;

const LAYOUT = {
  32: { phoff: 28, phentsize: 42, word: 4 },
  64: { phoff: 32, phentsize: 54, word: 8 },
} as const;

/** `e_machine` with the class (if only one is meant) and the byte order that belong to the name. */
const MACHINES: Record<number, { machine: Machine; class?: 32 | 64; little: boolean }> = {
  3: { machine: 'i386', class: 32, little: true },
  21: { machine: 'ppc64le', class: 64, little: true },
  22: { machine: 's390x', class: 64, little: false },
  40: { machine: 'arm', class: 32, little: true },
  62: { machine: 'x86_64', little: true },
  183: { machine: 'aarch64', little: true },
  243: { machine: 'riscv64', class: 64, little: true },
};

const TYPES: Record<number, ElfFile['type']> = { 2: 'executable', 3: 'shared' };

/** The file header out of the first bytes of a file; undefined if it is not one of ELF. */
export function parseHeader(bytes: Buffer): ElfHeader | undefined {
  const kind = elfClass(bytes);
  if (!kind || bytes.length < HEADER_SIZE[kind]) return undefined;
  const [order, version] = [bytes[5], bytes[6]];
  if ((order !== 1 && order !== 2) || version !== 1) return undefined;
  const little = order === 1;
  const { phoff, phentsize, word } = LAYOUT[kind];
  const known = MACHINES[number(bytes, 18, 2, little)];
  const fits = known?.little === little && (known.class ?? kind) === kind;
  return {
    class: kind,
    little,
    machine: known && fits ? known.machine : 'other',
    type: TYPES[number(bytes, 16, 2, little)] ?? 'other',
    phoff: number(bytes, phoff, word, little),
    phentsize: number(bytes, phentsize, 2, little),
    phnum: number(bytes, phentsize + 2, 2, little),
  };
}

export function elfClass(bytes: Buffer): 32 | 64 | undefined {
  if (bytes.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  return bytes[4] === 1 ? 32 : bytes[4] === 2 ? 64 : undefined;
}
