import type { Layout } from '../../oci/layout.ts';
import type { ExpectedPackage } from '../../scan/types.ts';

export interface ExpectedInput {
  /** The project folder, for lock files. */
  folder: string;
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
