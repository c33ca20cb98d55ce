import { deflateSync } from 'fflate';

export type DeflateLevel = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/**
 * A whole stream of RFC 1951. The same bytes on every machine: pure JavaScript, as zlib's output differs by
 * version and processor.
 */
export function deflated(bytes: Uint8Array, level: DeflateLevel): Uint8Array {
  // `mem` would else be derived from the input.
  return deflateSync(bytes, { level, mem: 8 });
}
