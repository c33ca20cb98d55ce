import type { ImageFile } from '../../src/inspect/types.ts';

/** A plain file of an image. */
export function file(path: string, mode = 0o644): ImageFile {
  return {
    path,
    type: 'file',
    mode,
    uid: 0,
    gid: 0,
    size: 1,
    capabilities: false,
    layer: 0,
    kind: 'app',
    entry: path,
  };
}
