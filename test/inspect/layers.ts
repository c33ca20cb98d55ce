import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { KIND } from '../../src/oci/layer-source.ts';
import type { Layout } from '../../src/oci/layout.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { folder } from '../oci/contents.ts';
import { type RawEntry, rawTar } from '../oci/raw-tar.ts';

/** A layout of raw layers; those after the first are of the app. */
export async function layoutOf(...layers: RawEntry[][]): Promise<Layout> {
  const place = await folder();
  const descriptors = await Promise.all(
    layers.map(async (entries, i) => {
      const bytes = i % 2 ? gzipSync(rawTar(entries)) : rawTar(entries);
      const hex = createHash('sha256').update(bytes).digest('hex');
      await writeFile(join(place, hex), bytes);
      const annotations: Record<string, string> = i ? { [KIND]: 'app' } : {};
      return { mediaType: MEDIA.layer, digest: `sha256:${hex}`, size: bytes.length, annotations };
    }),
  );
  return {
    layers: descriptors.map((descriptor) => ({ descriptor, diffId: '', createdBy: '' })),
    blobPath: (digest: string) => join(place, digest.slice('sha256:'.length)),
  } as Partial<Layout> as Layout;
}

export const dir = (name: string): RawEntry => ({ name, type: '5', mode: 0o755 });
export const link = (name: string, to: string): RawEntry => ({ name, type: '2', link: to });
