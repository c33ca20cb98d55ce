import type { Content, Entry } from './types.ts';

/** Bytes of a tar record; every header and every body starts at a multiple of it. */
const RECORD = 512;

const TYPES = { file: '0', hardlink: '1', symlink: '2', directory: '5' } as const;
const MAX_OCTAL_SIZE = 0o77777777777;
const MAX_OCTAL_ID = 0o7777777;

/**
 * The exact bytes of a tar with these entries, in the order given: POSIX ustar, a pax header only
 * for what ustar cannot hold, epoch times, numeric owners, no names of users or groups.
 */
export async function* writeTar(entries: AsyncIterable<Content>): AsyncGenerator<Uint8Array> {
  for await (const { entry, body } of entries) {
    yield headerOf(entry);
    if (entry.type === 'file') yield* bodyOf(entry, body);
  }
  yield new Uint8Array(2 * RECORD);
}

async function* bodyOf(entry: Entry, body: Content['body']): AsyncGenerator<Uint8Array> {
  let written = 0;
  for await (const chunk of body ?? []) {
    written += chunk.length;
    yield chunk;
  }
  if (written !== entry.size) {
    throw new Error(`${entry.path}: ${written} bytes read, ${entry.size} were announced`);
  }
  const rest = written % RECORD;
  if (rest) yield new Uint8Array(RECORD - rest);
}

function headerOf(entry: Entry): Uint8Array {
  const path = entry.type === 'directory' ? `${entry.path || '.'}/` : entry.path;
  const link = entry.target ?? '';
  const size = entry.type === 'file' ? entry.size : 0;
  const place = placeOf(path);
  const pax: Record<string, string> = {};
  if (entry.gid > MAX_OCTAL_ID) pax['gid'] = String(entry.gid);
  if (!fits(link, 100)) pax['linkpath'] = link;
  if (!place) pax['path'] = path;
  if (size > MAX_OCTAL_SIZE) pax['size'] = String(size);
  if (entry.uid > MAX_OCTAL_ID) pax['uid'] = String(entry.uid);

  const header = block({
    name: place?.name ?? shortened(path),
    prefix: place?.prefix ?? '',
    link: pax['linkpath'] === undefined ? link : shortened(link),
    mode: entry.mode & 0o7777,
    uid: pax['uid'] === undefined ? entry.uid : 0,
    gid: pax['gid'] === undefined ? entry.gid : 0,
    size: pax['size'] === undefined ? size : 0,
    type: TYPES[entry.type],
  });
  return Object.keys(pax).length ? Buffer.concat([paxHeader(pax), header]) : header;
}

/** Name and prefix as ustar divides a path, or nothing when it does not fit. */
function placeOf(path: string): { name: string; prefix: string } | undefined {
  if (fits(path, 100)) return { name: path, prefix: '' };
  if (!fits(path, 256)) return undefined;
  const cut = path.indexOf('/', path.length - 101);
  if (cut <= 0 || cut > 155 || cut === path.length - 1) return undefined;
  return { prefix: path.slice(0, cut), name: path.slice(cut + 1) };
}

function fits(text: string, bytes: number): boolean {
  return text.length <= bytes && /^[\x20-\x7e]*$/.test(text);
}

/** What a reader without pax support sees; the pax header before it has the true text. */
function shortened(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '_').slice(0, 100);
}

function paxHeader(records: Record<string, string>): Uint8Array {
  const body = Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)));
  const header = block({
    name: 'PaxHeaders/entry',
    prefix: '',
    link: '',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: body.length,
    type: 'x',
  });
  return Buffer.concat([header, body, Buffer.alloc(-body.length & (RECORD - 1))]);
}

/** `<length> <key>=<value>\n`, where the length counts its own digits too. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

interface Block {
  name: string;
  prefix: string;
  link: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  type: string;
}

function block(fields: Block): Buffer {
  const bytes = Buffer.alloc(RECORD);
  bytes.write(fields.name, 0, 'latin1');
  bytes.write(octal(fields.mode, 7), 100, 'latin1');
  bytes.write(octal(fields.uid, 7), 108, 'latin1');
  bytes.write(octal(fields.gid, 7), 116, 'latin1');
  bytes.write(octal(fields.size, 11), 124, 'latin1');
  bytes.write(octal(0, 11), 136, 'latin1');
  bytes.write('        ', 148, 'latin1');
  bytes.write(fields.type, 156, 'latin1');
  bytes.write(fields.link, 157, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write(octal(0, 7), 329, 'latin1');
  bytes.write(octal(0, 7), 337, 'latin1');
  bytes.write(fields.prefix, 345, 'latin1');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return bytes;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
