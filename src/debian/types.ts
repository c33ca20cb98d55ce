import type { LayerBlob } from '../oci/types.ts';

export type DebianArchitecture = 'amd64' | 'arm64';

/** Where Debian's archive and its security archive are, without a trailing slash. */
export interface Mirror {
  archive: string;
  security: string;
}

/** What to assemble. `drop` and `links` map a name to a reason and a path to its target. */
export interface DebianRequest {
  release: string;
  architecture: DebianArchitecture;
  packages: string[];
  /** Dependency to the reason it is left out. */
  drop: Record<string, string>;
  /** Path in the image to the text of the symbolic link put there. */
  links: Record<string, string>;
  /**
   * `base` ships: `status.d`, no setuid, no single certificates. `addition` is the same without what
   * every root has, to be put on another base. `toolchain` only builds.
   */
  purpose: 'base' | 'addition' | 'toolchain';
  /** The named packages alone, without what they depend on. */
  exact?: true;
  /** What the base under an addition has already: it counts, and is not put there again. */
  present?: PresentPackage[];
  /** These very packages, and no look into an index. */
  locked?: { version: string; packages: DebianPackage[] };
  /** Tried in this order; the first that answers is used for everything. */
  mirrors: Mirror[];
}

export interface PresentPackage {
  name: string;
  version: string;
  /** Names without versions. */
  provides: string[];
}

/** A package of the root. `size` is the .deb's, in bytes; `installedSize` is in KiB, as in dpkg. */
export interface DebianPackage {
  name: string;
  version: string;
  architecture: string;
  source?: string | undefined;
  sourceVersion?: string | undefined;
  sha256: string;
  size: number;
  filename: string;
  installedSize: number;
  /** The archive it is from: a lock names no mirror. */
  pool: 'archive' | 'security';
}

/** A dependency that was left out, and which package asked for it. */
export interface Dropped {
  name: string;
  by: string;
  reason: string;
}

export interface DebianRoot {
  layer: LayerBlob;
  /** In name order. */
  packages: DebianPackage[];
  dropped: Dropped[];
  release: { codename: string; version: string };
  /** SHA-256 over the bodies of the InRelease files that were used, in hexadecimal. */
  snapshot: string;
}

/** One stanza of a Packages index, with the fields that resolving and fetching need. */
export interface PackageRecord extends Omit<DebianPackage, 'pool'> {
  depends: string;
  preDepends: string;
  provides: string;
}
