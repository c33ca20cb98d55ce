import type { RandomAccess } from './random-access.ts';

const CHUNK = 1024 * 1024;

/** Which of the texts occur anywhere in a file; it is read once, in pieces. */
export async function markersIn(file: RandomAccess, markers: readonly string[]): Promise<string[]> {
  const wanted = new Map(markers.map((text) => [text, Buffer.from(text)]));
  const overlap = Math.max(0, ...[...wanted.values()].map(({ length }) => length - 1));
  const found: string[] = [];
  let tail: Buffer = Buffer.alloc(0);
  for (let at = 0; at < file.size && wanted.size > 0; at += CHUNK) {
    const bytes = Buffer.from(await file.read(at, Math.min(CHUNK, file.size - at)));
    const window = tail.length > 0 ? Buffer.concat([tail, bytes]) : bytes;
    for (const [text, pattern] of wanted) {
      if (!window.includes(pattern)) continue;
      found.push(text);
      wanted.delete(text);
    }
    tail = window.subarray(Math.max(0, window.length - overlap));
  }
  return found.sort();
}
