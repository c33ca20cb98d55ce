import { badArchive } from './tar-header.ts';
import type { TarEntry } from './tar-read.ts';

/** The same entries, or `oci/bad-archive` once there are more than anybody could hold in memory. */
export async function* atMost(
  limit: number,
  entries: AsyncIterable<TarEntry>,
  where: string,
): AsyncGenerator<TarEntry> {
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    if (count > limit) throw badArchive(where, `it has more than ${limit} files`);
    yield entry;
  }
}
