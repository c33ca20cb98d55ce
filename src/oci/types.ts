/** A content descriptor of the OCI image spec. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  annotations?: Record<string, string>;
  platform?: { os: string; architecture: string; variant?: string };
}

/**
 * One file of a layer. `path` is relative to the image root, `/`-separated, normalised, without a
 * leading `/` or `./` and never outside the root. `size` is in bytes, 0 unless it is a file.
 */
export interface Entry {
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink';
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Where a link points: a symlink's text, or the path of the entry a hard link shares. */
  target?: string;
}

/** An entry and its bytes, which have to be read before the next entry is asked for. */
export interface Content {
  entry: Entry;
  body?: AsyncIterable<Uint8Array>;
}

/** A compressed layer that lies in a blob folder as `<folder>/sha256/<hex>`. */
export interface LayerBlob {
  digest: string;
  diffId: string;
  /** Bytes, compressed and as a tar. */
  size: number;
  uncompressed: number;
  file: string;
}
