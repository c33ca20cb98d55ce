import { hexOfNext } from '../oci/digest.ts';
import { atMost } from '../oci/entry-limit.ts';
import { layerBytes } from '../oci/layer-bytes.ts';
import { readTar, type TarEntry } from '../oci/tar-read.ts';

/** All that a layer says of one file. */
export interface FileFacts
  extends Pick<TarEntry, 'type' | 'mode' | 'uid' | 'gid' | 'size' | 'mtime' | 'target'> {
  /** SHA-256 of the content, in hexadecimal; of files alone. */
  content: string;
  /** Names of extended attributes. */
  attributes: string;
}

/** A whole operating system has a tenth of it. */
const MAX_ENTRIES = 2_000_000;

/** What a layer holds, by path and in the order of its tar. A path that comes twice counts as the last. */
export async function fileFacts(
  file: string,
  digest: string,
  signal: AbortSignal,
): Promise<Map<string, FileFacts>> {
  const facts = new Map<string, FileFacts>();
  const { source, close } = await layerBytes(file, digest);
  try {
    for await (const entry of atMost(MAX_ENTRIES, readTar(source, digest), digest)) {
      signal.throwIfAborted();
      const { path, type, mode, uid, gid, size, mtime, target, xattrs } = entry;
      const content = type === 'file' ? await hexOfNext(source, size) : '';
      const attributes = xattrs.join(' ');
      facts.set(path, { type, mode, uid, gid, size, mtime, target, content, attributes });
    }
  } finally {
    await close();
  }
  return facts;
}
