import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { openBlob } from './blob-writer.ts';
import { decompress } from './decompress.ts';
import { guarded } from './expansion.ts';
import { isPlain } from './layer-bytes.ts';
import { recorded } from './layer-record.ts';
import type { Layout } from './layout.ts';
import type { PlainLayer } from './plain-layer.ts';

/**
 * The same layout with its layers unpacked into a folder, where the blob folder has no record of them:
 * whoever has several questions about a layer then unpacks it once.
 */
export async function unpackLayers(
  layout: Layout,
  blobDir: string,
  workDir: string,
): Promise<Layout> {
  const plain = new Map<string, string>();
  for (const { descriptor } of layout.layers) {
    const { digest } = descriptor;
    const file = layout.blobPath(digest);
    if (await isPlain(file)) continue;
    // `plainOf` has the same record.
    await recorded(blobDir, 'base', digest, async (): Promise<PlainLayer> => {
      const { path, ...found } = await unpack(file, digest, workDir);
      plain.set(digest, path);
      return found;
    });
  }
  return { ...layout, blobPath: (digest) => plain.get(digest) ?? layout.blobPath(digest) };
}

async function unpack(file: string, digest: string, workDir: string) {
  const { size } = await stat(file);
  const blob = await openBlob(workDir);
  try {
    const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
    for await (const chunk of guarded(decompress(stream, digest), size, digest)) {
      await blob.write(chunk);
    }
    const { digest: diffId, size: uncompressed } = await blob.finish();
    return { diffId, uncompressed, path: await blob.commit() };
  } finally {
    await blob.discard();
  }
}
