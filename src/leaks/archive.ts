import type { Entry } from '../oci/types.ts';
import { type ZipEntry, zipEntries } from '../scan/zip.ts';
import { type Sought, sourcesIn } from './search.ts';

/** Archives that programs run from: their bytes are packed, and show nothing as they are. */
const ARCHIVE = /\.(?:jar|war|ear|zip|whl|egg|pyz)$/;
/** Bytes, packed and unpacked: larger ones are not looked into. */
const LARGEST = 128 * 1024 * 1024;
const LARGEST_FILE = 32 * 1024 * 1024;

/** The bytes of a file as they pass; of an archive also the sources of the secrets in its files. */
export function searchedArchive(
  body: AsyncIterable<Uint8Array>,
  { path, size }: Pick<Entry, 'path' | 'size'>,
  sought: readonly Sought[],
  found: (source: string) => void,
): AsyncIterable<Uint8Array> {
  return ARCHIVE.test(path) && size <= LARGEST ? unpacked(body, sought, found) : body;
}

async function* unpacked(
  body: AsyncIterable<Uint8Array>,
  sought: readonly Sought[],
  found: (source: string) => void,
): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    chunks.push(chunk);
    yield chunk;
  }
  let left = LARGEST;
  for (const entry of entriesOf(Buffer.concat(chunks))) {
    left -= entry.size;
    if (left < 0) return;
    if (entry.size > LARGEST_FILE) continue;
    for (const source of sourcesIn(contentOf(entry), sought)) found(source);
  }
}

/** What has such a name and is no archive was searched as it is. */
function entriesOf(bytes: Buffer): ZipEntry[] {
  try {
    return zipEntries(bytes);
  } catch {
    return [];
  }
}

function contentOf(entry: ZipEntry): Buffer {
  try {
    return entry.read();
  } catch {
    return Buffer.alloc(0);
  }
}
