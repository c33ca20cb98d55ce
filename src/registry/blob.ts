import { stat } from 'node:fs/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { blobPath, openBlob } from '../oci/blob-writer.ts';
import type { Descriptor } from '../oci/types.ts';
import type { Get } from './client.ts';
import { isDigest } from './documents.ts';
import { type Reference, repositoryName } from './reference.ts';
import { badAnswer } from './resolve.ts';

/** Downloads a blob unless it is there, and verifies size and digest while it comes in. */
export async function downloadBlob(
  get: Get,
  reference: Reference,
  descriptor: Descriptor,
  blobDir: string,
): Promise<string> {
  const { digest, size } = descriptor;
  // The digest becomes a path.
  if (!isDigest(digest)) throw badAnswer(reference, `"${digest}" is not a digest`);
  const path = blobPath(blobDir, digest);
  const present = await stat(path).then(
    (found) => found.size === size,
    () => false,
  );
  if (present) return path;
  return get(reference, `blobs/${digest}`, undefined, async (_response, body) => {
    const blob = await openBlob(blobDir);
    try {
      let received = 0;
      for await (const chunk of body) {
        received += chunk.length;
        if (received > size) throw mismatch(reference, descriptor, `more than ${size} bytes`);
        await blob.write(chunk);
      }
      const found = await blob.finish();
      if (found.size !== size)
        throw mismatch(reference, descriptor, `${found.size} of ${size} bytes`);
      if (found.digest !== digest)
        throw mismatch(reference, descriptor, `the digest ${found.digest}`);
      return await blob.commit();
    } finally {
      await blob.discard();
    }
  });
}

function mismatch(reference: Reference, { digest }: Descriptor, fact: string): HardenError {
  return new HardenError(
    error(
      'registry/digest-mismatch',
      `${repositoryName(reference)}: the blob ${digest} came with ${fact}`,
      {
        hint: 'run it again; if it stays, a proxy or mirror changes what it passes on',
      },
    ),
  );
}
