import type { ImageFile } from '../../src/inspect/types.ts';
import type { Content } from '../../src/oci/types.ts';
import { filesByPath, inOrder } from '../../src/settings/place.ts';

/** Files of an image from what matters of them. */
export function filesOf(...files: (Partial<ImageFile> & Pick<ImageFile, 'path' | 'type'>)[]) {
  return filesByPath(
    files.map((file) => ({
      mode: file.type === 'file' ? 0o644 : 0o755,
      uid: 0,
      gid: 0,
      size: 0,
      capabilities: false,
      layer: 0,
      kind: 'base' as const,
      entry: file.path,
      ...file,
    })),
  );
}

/** Each entry of the layer as its path, its mode and its owner, or where a link leads. */
export async function collectContents(
  contents: readonly Content[],
  files: ReturnType<typeof filesOf>,
): Promise<string[]> {
  const found: string[] = [];
  for await (const { entry } of inOrder(contents, files)) {
    const { path, mode, uid, target } = entry;
    found.push(
      target === undefined ? `${path} ${mode.toString(8)} ${uid}` : `${path} -> ${target}`,
    );
  }
  return found;
}
