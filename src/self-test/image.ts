import { assembleImage } from '../oci/assemble.ts';
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
    config: {
      ...{ User: '65532:65532', Entrypoint: ['/app/go'], Cmd: [], Env: [] },
      ...{ WorkingDir: '/', ExposedPorts: [], Labels: {} },
    },
    layers: [{ kind: 'app', blob: await writeLayer(contents(planted), blobDir) }],
    layoutDir,
  });
}

async function* contents(planted: readonly Planted[]): AsyncGenerator<Content> {
  const files = [...SYSTEM, ...planted.flatMap((one) => one.files)];
  const folders = new Set(files.flatMap(({ path }) => above(path)));
  for (const path of [...folders].sort()) {
    yield { entry: { path, type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0 } };
  }
  for (const { path, bytes, mode = 0o644 } of files) {
    const entry = { path, type: 'file' as const, mode, uid: 0, gid: 0, size: bytes.length };
    yield { entry, body: once(bytes) };
  }
}

function above(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
