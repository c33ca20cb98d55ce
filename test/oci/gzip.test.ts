import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type GzipLevel, gzip } from '../../src/oci/gzip.ts';
import { chunked, collect } from './contents.ts';

const PIECE = 256 * 1024;
const SIZES = [0, 1, 511, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 12_345];

/** Text that compresses, without a seed from outside. */
function sample(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let i = 0, state = 7; i < size; i += 1) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    bytes[i] = i % 3 ? 65 + ((state >> 16) & 7) : (state >> 8) & 255;
  }
  return bytes;
}

describe('gzip', () => {
  for (const level of [0, 1, 6, 9] as GzipLevel[]) {
    it.each(SIZES)(`gives %i bytes back at level ${level}`, async (size) => {
      const packed = await collect(gzip(chunked(sample(size)), level));
      expect(gunzipSync(packed).equals(sample(size))).toBe(true);
    });
  }

  it('does not depend on how its input is cut', async () => {
    const input = sample(2 * PIECE + 77);
    const packed = await Promise.all(
      [1000, 4096, 65_536, 1_000_000].map((step) => collect(gzip(chunked(input, step), 6))),
    );
    expect(new Set(packed.map((bytes) => bytes.toString('base64'))).size).toBe(1);
  });

  it('has no time and no system in its header', async () => {
    const packed = await collect(gzip(chunked(sample(10)), 6));
    expect(packed.toString('hex', 0, 10)).toBe('1f8b08000000000000ff');
  });
});
