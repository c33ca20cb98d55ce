import type { ImageFile } from '../types.ts';

/**
 * Whose a file is. `package`: of the image's own package database, which is `database` itself;
 * `base`: of the base image, in no package; `setting`: written by harden; `dependency`: of a package
 * of the app; `program`: says itself what is linked into it; `runtime`: of a language runtime that no
 * package manager installed; `artifact`: built from the sources.
 */
type OwnerKind =
  | 'package'
  | 'database'
  | 'base'
  | 'setting'
  | 'dependency'
  | 'program'
  | 'runtime'
  | 'artifact';

export interface Owner {
  kind: OwnerKind;
  name: string;
}

/** The owner of a file, or why it has none. */
export type Attribution = Owner | { reason: string };

/** Says whose a file is or that it is nobody's; nothing where it does not know. */
export type Claim = (file: ImageFile) => Attribution | undefined;

/** What one owner has in the image. */
export interface Holding extends Owner {
  files: number;
  bytes: number;
}

/** The same in one layer, by its index in `image.layers`. */
export interface LayerHolding extends Holding {
  layer: number;
}

/** Every file of an image with its owner, in numbers. Links count, folders do not. */
export interface FileLedger {
  total: number;
  attributed: number;
  /** Bytes of all files and of those with an owner. */
  bytes: { total: number; attributed: number };
  owners: { kind: OwnerKind; files: number; bytes: number }[];
  /** What each owner has in each layer; reports of older versions have none. */
  holdings?: LayerHolding[];
  unattributed: { path: string; reason: string }[];
  /** Language runtimes that no package manager installed. */
  runtimes: { name: string; version: string; path: string }[];
}
