import { crc32 } from 'node:zlib';
import { type DeflateLevel, deflated } from './deflate.ts';
import { type DeflatePool, deflatePool, PARTS_AT_ONCE } from './deflate-pool.ts';

/** Named in the records of compressed layers: a change of these bytes must not find old ones. */
export const GZIP_FORMAT = 'fflate-0.8-1m-members';

export type GzipLevel = 0 | DeflateLevel;

/** What is a member of its own. The size of the parts decides the bytes, so it is always this. */
const PART = 1024 * 1024;
const MAX_STORED = 65_535;
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/**
 * Gzip with the same bytes on every machine, whatever compresses its members at the same time; no time
 * and no name of a system in a header. Level 0 is one member, any other one for each part.
 */
export async function* gzip(
  input: AsyncIterable<Uint8Array>,
  level: GzipLevel,
  pool: DeflatePool = deflatePool(),
): AsyncGenerator<Uint8Array> {
  if (level === 0) return yield* stored(input);
  const running: Promise<Uint8Array[]>[] = [];
  let size = 0;
  for await (const part of partsOf(input)) {
    size += part.length;
    const trailer = trailerOf(crc32(part), part.length);
    // To start a thread takes as long as to compress what is less than a part.
    const packed = size < PART ? Promise.resolve(deflated(part, level)) : pool(part, level);
    const member = packed.then((bytes) => [HEADER, bytes, trailer]);
    // Whoever stops reading waits for none of them.
    member.catch(() => undefined);
    running.push(member);
    if (running.length === PARTS_AT_ONCE) yield* (await running.shift()) as Uint8Array[];
  }
  for (const member of running) yield* await member;
  if (size === 0) yield* [HEADER, deflated(new Uint8Array(0), level), trailerOf(0, 0)];
}

async function* stored(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sum = 0;
  let length = 0;
  yield HEADER;
  for await (const part of partsOf(input)) {
    sum = crc32(part, sum);
    length = (length + part.length) % 2 ** 32;
    yield* storedBlocks(part);
  }
  yield storedHeader(0, true);
  yield trailerOf(sum, length);
}

function trailerOf(sum: number, length: number): Uint8Array {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(sum, 0);
  trailer.writeUInt32LE(length, 4);
  return trailer;
}

/** Blocks of type 0: a length, its complement, and the bytes as they are. */
function* storedBlocks(part: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < part.length; at += MAX_STORED) {
    const block = part.subarray(at, at + MAX_STORED);
    yield storedHeader(block.length, false);
    yield block;
  }
}

function storedHeader(length: number, final: boolean): Uint8Array {
  const header = Buffer.alloc(5, final ? 1 : 0);
  header.writeUInt16LE(length, 1);
  header.writeUInt16LE(length ^ 0xffff, 3);
  return header;
}

/** The same bytes in parts of one size, each in memory of its own; the last may be shorter. */
async function* partsOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let buffer = new Uint8Array(PART);
  let filled = 0;
  for await (const chunk of input) {
    let taken = 0;
    while (taken < chunk.length) {
      const some = chunk.subarray(taken, taken + PART - filled);
      buffer.set(some, filled);
      filled += some.length;
      taken += some.length;
      if (filled === PART) {
        yield buffer;
        buffer = new Uint8Array(PART);
        filled = 0;
      }
    }
  }
  if (filled) yield buffer.slice(0, filled);
}
