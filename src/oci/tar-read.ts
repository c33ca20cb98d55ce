import type { ByteSource } from './byte-source.ts';
import {
  badArchive,
  parseHeader,
  parsePax,
  paxNumber,
  type TarHeader,
  type TarType,
} from './tar-header.ts';

/** An entry of a tar as it is written there: nothing about it is checked or made safe. */
export interface TarEntry {
  path: string;
  type: Exclude<TarType, 'pax' | 'pax-global' | 'long-name' | 'long-link'>;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Seconds since 1970, as pax has it with a fraction. */
  mtime: number;
  target: string;
  /** Where the bytes start, in the tar. */
  offset: number;
  /** Names of extended attributes, for example `security.capability`. */
  xattrs: string[];
  sparse: boolean;
}

const RECORD = 512;
const MAX_META = 1024 * 1024;
const WITH_BYTES = new Set<TarType>([
  'file',
  'pax',
  'pax-global',
  'long-name',
  'long-link',
  'other',
]);
const XATTR = 'SCHILY.xattr.';
/** Shared by all entries that have none: there may be hundreds of thousands. */
const NONE: string[] = [];

/**
 * The entries of a ustar, pax or GNU tar, in its order, without their bytes. `where` names the tar
 * in errors, which are all `oci/bad-archive`.
 */
export async function* readTar(source: ByteSource, where: string): AsyncGenerator<TarEntry> {
  const global = new Map<string, string>();
  let pax = new Map<string, string>();
  let longName: string | undefined;
  let longLink: string | undefined;
  for (;;) {
    const block = await source.read(RECORD);
    if (block.length === 0) break;
    if (block.length < RECORD) throw badArchive(where, 'the tar ends in the middle of a header');
    if (block.every((byte) => byte === 0)) break;
    const header = parseHeader(block, where);

    if (header.type === 'pax' || header.type === 'pax-global') {
      const records = parsePax(await meta(source, header, where), where);
      if (header.type === 'pax') pax = records;
      else for (const [key, value] of records) global.set(key, value);
    } else if (header.type === 'long-name') {
      longName = ended(await meta(source, header, where));
    } else if (header.type === 'long-link') {
      longLink = ended(await meta(source, header, where));
    } else {
      const records = new Map([...global, ...pax]);
      const entry = entryOf(header, header.type, { records, longName, longLink, where });
      entry.offset = source.position();
      yield entry;
      await skip(source, entry.size, where, entry.offset);
      pax = new Map();
      longName = undefined;
      longLink = undefined;
    }
  }
}

interface Extra {
  records: Map<string, string>;
  longName: string | undefined;
  longLink: string | undefined;
  where: string;
}

function entryOf(header: TarHeader, type: TarEntry['type'], extra: Extra): TarEntry {
  const { records, where } = extra;
  const value = (key: 'size' | 'uid' | 'gid'): number => {
    const text = records.get(key);
    return text === undefined ? header[key] : paxNumber(text, where);
  };
  const path =
    records.get('GNU.sparse.name') ?? records.get('path') ?? extra.longName ?? header.path;
  const size = WITH_BYTES.has(type) ? value('size') : 0;
  const keys = [...records.keys()];
  return {
    path,
    // Old tars have no type for folders. Only the whole name tells: a short one may be cut at a "/".
    type: type === 'file' && size === 0 && path.endsWith('/') ? 'directory' : type,
    mode: header.mode,
    uid: value('uid'),
    gid: value('gid'),
    size,
    mtime: timeIn(records.get('mtime')) ?? header.mtime,
    target: records.get('linkpath') ?? extra.longLink ?? header.target,
    offset: 0,
    xattrs: keys.length > 0 ? attributesIn(keys) : NONE,
    sparse: keys.some((key) => key.startsWith('GNU.sparse.')),
  };
}

/** What is no number there says nothing. */
function timeIn(text: string | undefined): number | undefined {
  const time = Number(text ?? Number.NaN);
  return Number.isFinite(time) ? time : undefined;
}

function attributesIn(keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(XATTR)).map((key) => key.slice(XATTR.length));
}

async function meta(source: ByteSource, header: TarHeader, where: string): Promise<Buffer> {
  if (header.size > MAX_META) throw badArchive(where, `a pax header has ${header.size} bytes`);
  const start = source.position();
  const body = Buffer.from(await source.read(header.size));
  if (body.length < header.size) throw badArchive(where, 'the tar ends in the middle of a header');
  await skip(source, header.size, where, start);
  return body;
}

/** Goes to the next header, whatever part of the body the consumer has read already. */
async function skip(source: ByteSource, size: number, where: string, start: number): Promise<void> {
  const end = start + Math.ceil(size / RECORD) * RECORD;
  if (!(await source.seek(end))) throw badArchive(where, 'the tar ends in the middle of a file');
}

function ended(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString('utf8', 0, end < 0 ? body.length : end);
}
