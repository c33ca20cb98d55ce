import { join } from 'node:path';
import { type Abi, checkAbi, isLoaderSetting } from '../../src/inspect/abi.ts';
import { readInventory } from '../../src/inspect/inventory.ts';
import { buildElf, type ElfParts } from '../elf/build-elf.ts';
import { LD } from '../elf/images.ts';
import { folder } from '../oci/contents.ts';
import type { RawEntry } from '../oci/raw-tar.ts';
import { layoutOf, link } from './layers.ts';

const TRIPLET = 'usr/lib/x86_64-linux-gnu';

/** A library or, with an `interpreter`, a program, in a layer. */
export function binary(name: string, parts: ElfParts = {}): RawEntry {
  return { name, mode: 0o755, body: buildElf({ needed: ['libc.so.6'], ...parts }) };
}

export function program(name: string, needed: string[] = [], rest: ElfParts = {}): RawEntry {
  return binary(name, { interpreter: LD, needed: [...needed, 'libc.so.6'], ...rest });
}

/** Loader and libc as Debian lays them out. */
export const GLIBC: RawEntry[] = [
  link('lib', 'usr/lib'),
  link('lib64', 'usr/lib64'),
  link('usr/lib64/ld-linux-x86-64.so.2', '../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'),
  binary(`${TRIPLET}/ld-linux-x86-64.so.2`, { needed: [], soname: 'ld-linux-x86-64.so.2' }),
  binary(`${TRIPLET}/libc.so.6`, { needed: ['ld-linux-x86-64.so.2'], soname: 'libc.so.6' }),
];

/** What is found of the layers, the first of which is the base and the rest of the app. */
export async function abiOf(layers: RawEntry[][], entrypoint = '/app/run'): Promise<Abi> {
  const image = await layoutOf(...layers);
  const inventory = await readInventory(image, { texts: isLoaderSetting });
  const config = { Entrypoint: [entrypoint], Env: ['PATH=/usr/bin'] };
  return checkAbi(image, inventory, config, 'linux/amd64', join(await folder(), 'blobs'));
}

/** What is missing, as `file: library`. */
export function missing({ problems }: Abi): string[] {
  return problems.map((one) => `${one.file}: ${'library' in one ? one.library : one.kind}`);
}
