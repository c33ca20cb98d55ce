import type { ElfFile } from '../../src/elf/types.ts';

/** What the built file says; what is left out is not in it. */
export interface ElfParts extends Partial<Omit<ElfFile, 'machine' | 'type'>> {
  /** Byte order; little unless said. */
  little?: boolean;
  /** `e_machine` and `e_type`; a library for x86-64 unless said. */
  machine?: number;
  type?: number;
  /** The name the base entry of the version definitions gives the library. */
  base?: string;
}

/** Where the segment lies in memory: not where it lies in the file, so both have to be told apart. */
const BASE = 0x40_0000;

/** An ELF file with program headers only, as the loaders need it. */
export function buildElf(parts: ElfParts = {}): Buffer {
  const wide = parts.class !== 32;
  const little = parts.little ?? true;
  const word = wide ? 8 : 4;
  const headers = wide ? 64 + 3 * 56 : 52 + 3 * 32;
  const interpreter = parts.interpreter === undefined ? '' : `${parts.interpreter}\0`;
  const text = new Text();
  const tables = {
    requires: requiresOf(parts, text, little),
    provides: providesOf(parts, text, little),
  };
  const tags: [tag: number, value: number][] = [
    ...(parts.needed ?? []).map((name): [number, number] => [1, text.add(name)]),
    ...(parts.soname === undefined ? [] : [[14, text.add(parts.soname)] as [number, number]]),
    ...(parts.rpath ? [[15, text.add(parts.rpath.join(':'))] as [number, number]] : []),
    ...(parts.runpath ? [[29, text.add(parts.runpath.join(':'))] as [number, number]] : []),
  ];
  const interpreterAt = headers;
  const stringsAt = interpreterAt + interpreter.length;
  const strings = text.bytes();
  const requiresAt = stringsAt + strings.length;
  const providesAt = requiresAt + tables.requires.length;
  const dynamicAt = providesAt + tables.provides.length;
  tags.push([5, BASE + stringsAt], [10, strings.length]);
  if (tables.requires.length > 0) tags.push([0x6ffffffe, BASE + requiresAt]);
  if (tables.provides.length > 0) tags.push([0x6ffffffc, BASE + providesAt]);
  const dynamic = Buffer.concat([...tags, [0, 0]].map((pair) => numbers(pair, word, little)));
  const end = dynamicAt + dynamic.length;
  const segments = [
    segment({ type: 1, offset: 0, length: end }, wide, little),
    segment({ type: 2, offset: dynamicAt, length: dynamic.length }, wide, little),
    segment({ type: 3, offset: interpreterAt, length: interpreter.length }, wide, little),
  ];
  const file = [headerOf(parts, wide, little), ...segments, Buffer.from(interpreter), strings];
  return Buffer.concat([...file, tables.requires, tables.provides, dynamic]);
}

function headerOf({ machine = 62, type = 3 }: ElfParts, wide: boolean, little: boolean): Buffer {
  const word = wide ? 8 : 4;
  const ident = Buffer.alloc(16);
  ident.write('\x7fELF', 0, 'latin1');
  ident.set([wide ? 2 : 1, little ? 1 : 2, 1], 4);
  const sizes = wide ? [64, 56, 3, 64, 0, 0] : [52, 32, 3, 40, 0, 0];
  return Buffer.concat([
    ident,
    numbers([type, machine], 2, little),
    numbers([1], 4, little),
    numbers([0, wide ? 64 : 52, 0], word, little),
    numbers([0], 4, little),
    numbers(sizes, 2, little),
  ]);
}

function segment(
  { type, offset, length }: { type: number; offset: number; length: number },
  wide: boolean,
  little: boolean,
): Buffer {
  const address = BASE + offset;
  if (!wide) return numbers([type, offset, address, address, length, length, 4, 4], 4, little);
  const places = [offset, address, address, length, length, 8];
  return Buffer.concat([numbers([type, 4], 4, little), numbers(places, 8, little)]);
}

function requiresOf({ requires = [] }: ElfParts, text: Text, little: boolean): Buffer {
  const libraries = [...new Set(requires.map(({ library }) => library))];
  return Buffer.concat(
    libraries.map((library, index) => {
      const versions = requires.filter((one) => one.library === library);
      const next = index === libraries.length - 1 ? 0 : 16 + 16 * versions.length;
      return Buffer.concat([
        numbers([1, versions.length], 2, little),
        numbers([text.add(library), 16, next], 4, little),
        ...versions.flatMap(({ version, weak }, at) => [
          numbers([0], 4, little),
          numbers([weak ? 2 : 0, at + 2], 2, little),
          numbers([text.add(version), at === versions.length - 1 ? 0 : 16], 4, little),
        ]),
      ]);
    }),
  );
}

function providesOf({ provides, base }: ElfParts, text: Text, little: boolean): Buffer {
  if (!provides) return Buffer.alloc(0);
  const names = [...(base === undefined ? [] : [base]), ...provides];
  return Buffer.concat(
    names.map((name, index) => {
      const flags = base !== undefined && index === 0 ? 1 : 0;
      const next = index === names.length - 1 ? 0 : 28;
      return Buffer.concat([
        numbers([1, flags, index + 1, 1], 2, little),
        numbers([0, 20, next, text.add(name), 0], 4, little),
      ]);
    }),
  );
}

/** A string table, which starts with an empty string. */
class Text {
  private readonly names: string[] = [''];

  add(name: string): number {
    const before = this.names.indexOf(name);
    const index = before < 0 ? this.names.length : before;
    const at = this.names.slice(0, index).reduce((sum, one) => sum + Buffer.byteLength(one) + 1, 0);
    if (before < 0) this.names.push(name);
    return at;
  }

  bytes(): Buffer {
    return Buffer.from(this.names.map((name) => `${name}\0`).join(''));
  }
}

function numbers(values: readonly number[], width: 2 | 4 | 8, little: boolean): Buffer {
  const bytes = Buffer.alloc(values.length * width);
  for (const [index, value] of values.entries()) {
    const at = index * width;
    if (width === 8) {
      if (little) bytes.writeBigUInt64LE(BigInt(value), at);
      else bytes.writeBigUInt64BE(BigInt(value), at);
    } else if (little) bytes.writeUIntLE(value, at, width);
    else bytes.writeUIntBE(value, at, width);
  }
  return bytes;
}
