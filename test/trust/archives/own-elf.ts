import type { ElfFile } from '../../../src/elf/types.ts';

/** What another reader of ELF has in another way: one that has the whole file at hand and reads it by the book. */
export function unlikeOwnElf(bytes: Buffer, found: ElfFile | undefined): string | undefined {
  const own = ownReading(bytes);
  if (!own) return found ? 'read what is damaged to another reader' : undefined;
  if (!found) return `does not read ${JSON.stringify(own)}`;
  const [left, right] = [found, own].map((one) =>
    JSON.stringify(FIELDS.map((field) => one[field] ?? null)),
  );
  return left === right ? undefined : `has ${left}, another reader ${right}`;
}

const FIELDS = [
  ...(['needed', 'rpath', 'runpath', 'requires', 'provides', 'soname', 'interpreter'] as const),
] as const;

type Own = Pick<ElfFile, 'needed' | 'rpath' | 'runpath' | 'requires' | 'provides'> & {
  soname: string | undefined;
  interpreter: string | undefined;
};

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

/** Signals what is not in the file. */
class Damaged extends Error {}

function ownReading(bytes: Buffer): Own | undefined {
  try {
    return read(bytes);
  } catch (thrown) {
    if (thrown instanceof Damaged) return undefined;
    throw thrown;
  }
}

function read(bytes: Buffer): Own {
  if (bytes.toString('latin1', 0, 4) !== '\x7fELF') throw new Damaged();
  const [kind, order, version] = [...bytes.subarray(4, 7)];
  if ((kind !== 1 && kind !== 2) || (order !== 1 && order !== 2) || version !== 1)
    throw new Damaged();
  const wide = kind === 2;
  const word = wide ? 8 : 4;
  const at = (offset: number, size: number): number => {
    const part = bytes.subarray(offset, offset + size);
    if (!Number.isSafeInteger(offset) || offset < 0 || part.length < size) throw new Damaged();
    const digits = order === 1 ? [...part].reverse() : [...part];
    return digits.reduce((sum, one) => sum * 256 + one, 0);
  };
  at((wide ? 64 : 52) - 1, 1);
  const none = { needed: [], rpath: [], runpath: [], requires: [], provides: [] };
  if (![2, 3].includes(at(16, 2))) return { ...none, soname: undefined, interpreter: undefined };
  const [start, entry] = [at(wide ? 32 : 28, word), at(wide ? 54 : 42, 2)];
  if (entry !== (wide ? 56 : 32)) throw new Damaged();
  const segments: Segment[] = Array.from({ length: at(wide ? 56 : 44, 2) }, (_, index) => {
    const from = start + index * entry;
    const field = (thin: number, thick: number) => at(from + (wide ? thick : thin), word);
    at(from + entry - 1, 1);
    return { type: at(from, 4), offset: field(4, 8), address: field(8, 16), size: field(16, 32) };
  });
  /** The part of the file from an address to the end of its segment. */
  const loaded = (address: number) => {
    const one = segments.find(
      ({ type, address: low, size }) => type === 1 && address >= low && address - low < size,
    );
    if (!one) throw new Damaged();
    const offset = one.offset + (address - one.address);
    return { offset, end: one.offset + one.size };
  };
  const textAt = (offset: number, end: number): string => {
    const zero = bytes.indexOf(0, offset);
    if (offset >= end || zero < 0 || zero >= end || offset >= bytes.length) throw new Damaged();
    return bytes.toString('utf8', offset, zero);
  };
  const named = segments.find(({ type }) => type === 3);
  const interpreter =
    named && named.size > 0 ? textAt(named.offset, named.offset + named.size) : undefined;
  if (named && (named.size > 4096 || named.offset + named.size > bytes.length)) throw new Damaged();

  const dynamic = segments.filter(({ type, size }) => type === 2 && size > 0).at(-1);
  if (!dynamic) return { ...none, soname: undefined, interpreter };
  const tags = new Map<number, number[]>();
  const table = loaded(dynamic.address);
  for (let place = table.offset; ; place += 2 * word) {
    if (place + 2 * word > table.end) throw new Damaged();
    const [tag, value] = [at(place, word), at(place + word, word)];
    if (tag === 0) break;
    tags.set(tag, [...(tags.get(tag) ?? []), value]);
  }
  const last = (tag: number) => tags.get(tag)?.at(-1);
  const text = (index: number): string => {
    const strings = loaded(last(5) ?? -1);
    return textAt(strings.offset + index, Math.min(strings.end, strings.offset + (last(10) ?? 0)));
  };
  const optional = (tag: number) => {
    const index = last(tag);
    return index === undefined ? undefined : text(index);
  };
  const needed = (tags.get(1) ?? []).map(text);
  const [soname, rpath, runpath] = [14, 15, 29].map(optional);
  const records = (
    tag: number,
    each: (place: number, whole: (place: number, size: number) => void) => number,
  ) => {
    const address = last(tag);
    if (address === undefined) return;
    const { offset, end } = loaded(address);
    const whole = (place: number, size: number) => {
      if (place + size > end) throw new Damaged();
      at(place + size - 1, 1);
    };
    for (let place = offset, next = -1; next !== 0; place += next) next = each(place, whole);
  };
  const requires: ElfFile['requires'] = [];
  records(0x6ffffffe, (place, whole) => {
    whole(place, 16);
    if (at(place, 2) !== 1) throw new Damaged();
    const library = text(at(place + 4, 4));
    for (let inner = place + at(place + 8, 4), next = -1; next !== 0; inner += next) {
      whole(inner, 16);
      const weak = (at(inner + 4, 2) & 2) !== 0;
      requires.push({ library, version: text(at(inner + 8, 4)), weak });
      next = at(inner + 12, 4);
    }
    return at(place + 12, 4);
  });
  const provides: string[] = [];
  records(0x6ffffffc, (place, whole) => {
    whole(place, 20);
    if (at(place, 2) !== 1) throw new Damaged();
    const name = place + at(place + 12, 4);
    whole(name, 8);
    const version = text(at(name, 4));
    if ((at(place + 2, 2) & 1) === 0) provides.push(version);
    return at(place + 16, 4);
  });
  const split = (paths: string | undefined) => paths?.split(':') ?? [];
  return {
    needed,
    rpath: split(rpath),
    runpath: split(runpath),
    soname,
    interpreter,
    requires,
    provides,
  };
}
