import { error, HardenError } from '../diagnostics/diagnostic.ts';

export type TarType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character device'
  | 'block device'
  | 'fifo'
  | 'pax'
  | 'pax-global'
  | 'long-name'
  | 'long-link'
  | 'other';

/** One 512-byte header as it stands, before pax records and GNU long names are applied. */
export interface TarHeader {
  path: string;
  type: TarType;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Seconds since 1970. */
  mtime: number;
  target: string;
}

const TYPES: Record<string, TarType> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character device',
  '4': 'block device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  x: 'pax',
  g: 'pax-global',
  L: 'long-name',
  K: 'long-link',
};

/** Reads a header; throws `oci/bad-archive` when its checksum or a number in it is wrong. */
export function parseHeader(block: Buffer, where: string): TarHeader {
  if (!sumMatches(block)) throw badArchive(where, 'a tar header has a wrong checksum');
  const name = text(block, 0, 100);
  // GNU's own magic has other fields where POSIX has the prefix.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block, 345, 155) : '';
  return {
    path: prefix ? `${prefix}/${name}` : name,
    type: TYPES[block.toString('latin1', 156, 157)] ?? 'other',
    mode: number(block, 100, 8, where) & 0o7777,
    uid: number(block, 108, 8, where),
    gid: number(block, 116, 8, where),
    size: number(block, 124, 12, where),
    mtime: time(block),
    target: text(block, 157, 100),
  };
}

/** The records `<length> <key>=<value>\n` of a pax header. */
export function parsePax(body: Buffer, where: string): Map<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    const space = body.indexOf(0x20, at);
    const length = space > at && space - at < 10 ? Number(body.toString('latin1', at, space)) : 0;
    const end = at + length;
    const equals = body.indexOf(0x3d, space);
    const whole = Number.isInteger(length) && end <= body.length && body[end - 1] === 0x0a;
    if (!whole || equals < 0 || equals >= end) throw badArchive(where, 'a pax header is malformed');
    records.set(
      body.toString('utf8', space + 1, equals),
      body.toString('utf8', equals + 1, end - 1),
    );
    at = end;
  }
  return records;
}

/** A decimal number out of a pax record. */
export function paxNumber(value: string, where: string): number {
  const parsed = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(parsed))
    throw badArchive(where, `a pax header has the number "${value}"`);
  return parsed;
}

export function badArchive(where: string, fact: string): HardenError {
  return new HardenError(
    error('oci/bad-archive', `${where}: ${fact}`, {
      hint: 'run the build again; if it stays, the file was damaged or is not what harden exported',
    }),
  );
}

function sumMatches(block: Buffer): boolean {
  const stated = Number.parseInt(text(block, 148, 8).trim(), 8);
  let sum = 8 * 0x20;
  for (let i = 0; i < block.length; i += 1) if (i < 148 || i >= 156) sum += block[i] ?? 0;
  return stated === sum;
}

function text(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start);
  const stop = end < 0 || end > start + length ? start + length : end;
  return block.toString('utf8', start, stop);
}

/** A time decides nothing, and may be before 1970: what cannot be read is 0. */
function time(block: Buffer): number {
  if ((block[136] ?? 0) & 0x80) {
    return Number(BigInt.asIntN(95, BigInt(`0x${block.toString('hex', 136, 148)}`)));
  }
  return Number.parseInt(text(block, 136, 12).trim(), 8) || 0;
}

/** Octal text, or GNU's base-256 for what octal cannot hold. */
function number(block: Buffer, start: number, length: number, where: string): number {
  const first = block[start] ?? 0;
  if (first & 0x80) {
    let value = BigInt(first & 0x7f);
    for (let i = 1; i < length; i += 1) value = (value << 8n) | BigInt(block[start + i] ?? 0);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw badArchive(where, 'a number in a tar header is too large');
    return Number(value);
  }
  const octal = text(block, start, length).trim();
  if (!/^[0-7]*$/.test(octal)) throw badArchive(where, `a tar header has the number "${octal}"`);
  return octal === '' ? 0 : Number.parseInt(octal, 8);
}
