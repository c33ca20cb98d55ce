import { above, folder } from '../adapt/contents.ts';
import { textFile } from '../debian/text-file.ts';
import { assembleImage } from '../oci/assemble.ts';
import { BARE_CONFIG } from '../oci/bare-config.ts';
import { SCRATCH } from '../oci/base-image.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content } from '../oci/types.ts';
import type { Image } from '../report/types.ts';
import { type Planted, SYSTEM } from './planted.ts';

/** Writes an image with these planted packages. */
export async function plantedImage(
  planted: readonly Planted[],
  layoutDir: string,
  blobDir: string,
): Promise<Image> {
  return assembleImage({
    name: 'planted',
    platform: 'linux/amd64',
    base: SCRATCH,
    config: BARE_CONFIG,
    layers: [{ kind: 'app', blob: await writeLayer(contents(planted), blobDir) }],
    layoutDir,
  });
}

async function* contents(planted: readonly Planted[]): AsyncGenerator<Content> {
  const files = [...SYSTEM, ...planted.flatMap((one) => one.files)];
  const folders = new Set(files.flatMap(({ path }) => above(path)));
  for (const path of [...folders].sort()) yield folder(path);
  for (const { path, bytes, mode = 0o644 } of files) {
    const { entry, body } = textFile(path, bytes);
    yield { entry: { ...entry, mode }, ...(body && { body }) };
  }
}
