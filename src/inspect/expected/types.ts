import type { Layout } from '../../oci/layout.ts';
import type { ExpectedPackage } from '../../scan/types.ts';

/** What lock files are read with. */
export interface LockInput {
  /** The project folder. */
  folder: string;
  /** Of the image, in words of Go: a lock file may list packages for several. */
  architecture: string;
}

export interface ExpectedInput extends LockInput {
  layout: Layout;
  workDir: string;
}

/** What an app's own records say is in it, and which of those records could not be read. */
export interface ExpectedPackages {
  packages: ExpectedPackage[];
  gaps: string[];
}

/** Reads one kind of record; `path` is in the image, or for a lock file in the project. */
export type Reader = (path: string, input: ExpectedInput) => Promise<ExpectedPackages>;

/** Reads a lock file, for which no image is needed. */
export type LockReader = (path: string, input: LockInput) => Promise<ExpectedPackages>;
