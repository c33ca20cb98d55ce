import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readLayout } from './layout.ts';
import { writeLoadArchive } from './load-archive.ts';
import type { OciIndex } from './spec.ts';
import { writeLayout } from './write-layout.ts';

/**
 * Writes a layout's image once more to a path of the user: a `.tar` is an archive for
 * `docker load`, anything else a layout folder. Whole or not at all.
 * @throws HardenError cli/output-exists when a folder there is not a layout of harden's.
 */
export async function exportImage(layoutDir: string, path: string): Promise<void> {
  if (!path.endsWith('.tar')) return copyLayout(layoutDir, path);
  await mkdir(dirname(path), { recursive: true });
  await writeLoadArchive(await readLayout(layoutDir), path);
}

async function copyLayout(from: string, to: string): Promise<void> {
  const layout = await readLayout(from);
  const index = JSON.parse(await readFile(join(from, 'index.json'), 'utf8')) as OciIndex;
  const document = async (digest: string) => ({
    digest,
    bytes: await readFile(layout.blobPath(digest)),
  });
  const documents = await Promise.all([layout.configDigest, layout.manifestDigest].map(document));
  const blobs = layout.layers.map(({ descriptor: { digest, size } }) => ({
    digest,
    size,
    file: layout.blobPath(digest),
  }));
  await writeLayout({ index, documents, blobs }, to);
}
