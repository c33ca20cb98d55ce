import { crc32 } from 'node:zlib';
import { Deflate } from 'fflate';

/** Named in the records of compressed layers: a change of these bytes must not find old ones. */
export const GZIP_FORMAT = 'fflate-0.8-256k';

export type GzipLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** What is compressed at once. The size of the pieces decides the bytes, so it is always this. */
const PIECE = 256 * 1024;
const MAX_STORED = 65_535;
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/**
 * Gzip with the same bytes on every machine: pure JavaScript, as zlib's output differs by version
 * and processor; no time and no name of a system in the header.
 */
export async function* gzip(
  input: AsyncIterable<Uint8Array>,
  level: GzipLevel,
): AsyncGenerator<Uint8Array> {
  let sum = 0;
  let length = 0;
  const pack = level === 0 ? stored : deflater(level);
  yield HEADER;
  for await (const piece of pieces(input)) {
    sum = crc32(piece, sum);
    length = (length + piece.length) % 2 ** 32;
    yield* pack(piece, false);
  }
  yield* pack(new Uint8Array(0), true);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(sum, 0);
  trailer.writeUInt32LE(length, 4);
  yield trailer;
}

type Pack = (piece: Uint8Array, final: boolean) => Iterable<Uint8Array>;

function deflater(level: Exclude<GzipLevel, 0>): Pack {
  const out: Uint8Array[] = [];
  // `mem` would else be derived from the input.
  const deflate = new Deflate({ level, mem: 8 }, (chunk) => {
    if (chunk.length) out.push(chunk);
  });
  return (piece, final) => {
    deflate.push(piece, final);
    return out.splice(0);
  };
}

/** Blocks of type 0: a length, its complement, and the bytes as they are. */
function* stored(piece: Uint8Array, final: boolean): Generator<Uint8Array> {
  for (let at = 0; at < piece.length || final; at += MAX_STORED) {
    const block = piece.subarray(at, at + MAX_STORED);
    const header = Buffer.alloc(5, final ? 1 : 0);
    header.writeUInt16LE(block.length, 1);
    header.writeUInt16LE(block.length ^ 0xffff, 3);
    yield header;
    yield block;
    if (final) return;
  }
}

/** The same bytes in pieces of one size; the last may be shorter. A piece is valid until the next. */
async function* pieces(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(PIECE);
  let filled = 0;
  for await (const chunk of input) {
    let taken = 0;
    while (taken < chunk.length) {
      const part = chunk.subarray(taken, taken + PIECE - filled);
      buffer.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled === PIECE) {
        yield buffer;
        filled = 0;
      }
    }
  }
  if (filled) yield buffer.subarray(0, filled);
}
