import type { Content } from '../oci/types.ts';

/** A small file of root's that everybody may read. */
export function textFile(path: string, text: string | Uint8Array): Content {
  const bytes = Buffer.from(text);
  return {
    entry: { path, type: 'file', mode: 0o644, uid: 0, gid: 0, size: bytes.length },
    body: chunksOf(bytes),
  };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length) yield bytes;
}
