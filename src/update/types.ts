import type { Comparison } from '../compare/types.ts';
import type { Finding } from '../scan/types.ts';

/** What a base is at one time: what a scanner sees of it, with one database for both times. */
export interface BaseState {
  packages: { name: string; version: string }[];
  findings: Finding[];
  /** Bytes. */
  size: { compressed: number; uncompressed: number };
}

export interface Change<T> {
  added: T[];
  removed: T[];
  changed: { name: string; from: string; to: string }[];
}

/** The one document `harden update --json` prints. */
export interface UpdateReport {
  schemaVersion: 1;
  spec: string;
  /** Whether the lock was written anew. */
  changed: boolean;
  /** Whether anything changed that is worth a lock: see `matters`. */
  matters: boolean;
  images: {
    ref: string;
    use: string;
    from?: string;
    to?: string;
    size: { from: number; to: number };
  }[];
  databases: { ref: string; from?: string; to?: string; updatedAt: string }[];
  preset?: { name: string; from: string; to: string };
  /** The spec asks for the same packages in another way, such as from another repository. */
  asked?: true;
  /** Of Debian, in all uses. */
  debian: Change<{ name: string; version: string }>;
  /** On bases with apk; the same version twice is a package that was built anew under it. */
  apk: Change<{ name: string; version: string }>;
  /** Of the base as it goes into the image; absent when the old one could not be had any more. */
  base?: {
    packages: Change<{ name: string; version: string }>;
    findings: { fixed: Finding[]; new: Finding[]; remaining: Finding[] };
    size: { before: BaseState['size']; after: BaseState['size'] };
  };
  /** Why the base could not be compared. */
  notCompared?: string;
  /** The image of the old lock and that of the new one, where it was asked for. */
  measured?: Measured;
}

export interface Measured {
  /** How the new image was made. */
  by: 'rebase' | 'build';
  comparison: Comparison;
  /** Why the new image does not pass; empty when it does. */
  problems: string[];
}
