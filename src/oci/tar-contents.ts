import type { Content } from './types.ts';

/** A folder of a tar that harden writes. */
export function folder(path: string): Content {
  return { entry: { path, type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0 } };
}

/** A file of such a tar, out of bytes. */
export function document(path: string, bytes: Uint8Array): Content {
  return file(path, bytes.length, once(bytes));
}

/** A file of such a tar; `size` has to be that of its body. */
export function file(path: string, size: number, body: AsyncIterable<Uint8Array>): Content {
  return { entry: { path, type: 'file', mode: 0o644, uid: 0, gid: 0, size }, body };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
