import type { Holding } from '../inspect/ledger/types.ts';
import type { Platform } from '../plan/types.ts';

/**
 * What is in an image, as harden put it together and read it again; SBOMs are this in another
 * format. Nothing of the machine that built it is in it.
 */
export interface Bill {
  image: BillImage;
  /** The version of harden. */
  harden: string;
  os?: { family: string; version: string };
  /** In the order of their refs. */
  parts: Part[];
  /** Whose the files are, in numbers. */
  holdings: readonly Holding[];
  unattributed: number;
}

export interface BillImage {
  name: string;
  /** Of the manifest, and of the config in it. */
  digest: string;
  configDigest: string;
  platform: Platform;
  base: { ref: string; digest: string };
}

/**
 * A package of the image. `system`: of its package database; `library`: of the app; `runtime`: a
 * language runtime that no package manager installed.
 */
export interface Part {
  /** Its name within the bill: the purl, and the path where one package may lie at several. */
  ref: string;
  kind: 'system' | 'library' | 'runtime';
  /** In front of the name: a scope of npm, a group of Maven. */
  group?: string;
  name: string;
  version: string;
  purl?: string;
  cpe?: string;
  /** What scanners call the kind of package. */
  type: string;
  licences: readonly string[];
  /** Paths in the image, without a leading slash: what says that it is there. */
  locations: readonly string[];
  /** The package of the distribution that it was built from. */
  source?: { name: string; version: string };
  /** Who says that it is there. */
  evidence: 'package database' | 'ledger' | 'scanner';
  /** Of its files in the ledger. */
  files?: number;
  /** Copied from the toolchain, as the base lacks it: the paths of its libraries. */
  copied?: readonly string[];
  /** The refs of those it asks for, as far as they are in the image. */
  dependsOn: readonly string[];
}
