import type { LayerKind } from '../report/types.ts';

/** A file of the final image, after all layers. `path` is relative to the image root. */
export interface ImageFile {
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  mode: number;
  uid: number;
  gid: number;
  /** Bytes; 0 for all but files. */
  size: number;
  target?: string;
  /** Whether the file gains rights when it runs (`security.capability`). */
  capabilities: boolean;
  /** Index of the layer it comes from, the lowest being 0. */
  layer: number;
  kind: LayerKind;
  /** Its name in the tar of that layer; another one than `path` where a folder is a link. */
  entry: string;
}

export interface Inventory {
  /** In the order of their paths. */
  files: ImageFile[];
  /** The texts that were asked for, by path. */
  texts: ReadonlyMap<string, string>;
  /** Bytes of the final files, by the kind of layer they come from. */
  size: Record<LayerKind, number>;
  /** Links of a lower layer that a folder of a higher one has taken the place of. */
  replacedLinks: { path: string; target: string; layer: number }[];
}
