import type { Client, Directory } from '@dagger.io/dagger';
import { blobDir } from '../cache.ts';
import { sharedBlobs } from '../oci/shared-blobs.ts';

const BLOBS = 'blobs/sha256';

/**
 * An OCI layout of the host in the engine. Blobs that lie in the blob folder too are taken from
 * there: what the engine got from one folder before, it does not get again.
 */
export async function layoutIn(client: Client, dir: string): Promise<Directory> {
  const shared = await sharedBlobs(dir, blobDir());
  if (shared.names.length === 0) return client.host().directory(dir);
  const own = client.host().directory(dir, {
    exclude: shared.names.map((name) => `${BLOBS}/${name}`),
  });
  return own.withDirectory(
    BLOBS,
    client.host().directory(shared.folder, { include: shared.names }),
  );
}
