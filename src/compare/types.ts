import type { Severity } from '../plan/types.ts';
import type { ImageStart, RunReport } from '../report/types.ts';
import type { Finding } from '../scan/types.ts';

/** What brought a difference: packages of the system, of the app, the app itself, or new advisories. */
export type Cause = 'base' | 'dependency' | 'app' | 'database';

/** One of the two images, in numbers. */
export interface Side {
  name: string;
  digest: string;
  platform: string;
  base: string;
  /** Of the base's manifest, or of its one layer where harden put it together; empty for none. */
  baseDigest: string;
  /** Bytes. */
  size: { compressed: number; uncompressed: number };
  layers: number;
  files: number;
  packages: number;
  findings: Record<Severity, number>;
  user: string;
  /** Checks that fail. */
  failed: string[];
  databases: RunReport['scanners'][number]['database'][];
}

export interface PackageChange {
  name: string;
  type: string;
  /** Versions; absent where it is not in that image. */
  before?: string;
  after?: string;
  cause: Cause;
}

export interface FindingChange {
  finding: Finding;
  cause: Cause;
}

/** The one document `harden compare --json` prints. */
export interface Comparison {
  schemaVersion: 1;
  before: Side;
  after: Side;
  /** Bytes; less than zero where it became smaller. */
  size: { compressed: number; uncompressed: number };
  /** Layers that both have, by what is in them. */
  sharedLayers: number;
  files: number;
  packages: { added: PackageChange[]; removed: PackageChange[]; changed: PackageChange[] };
  findings: { fixed: FindingChange[]; new: FindingChange[]; remaining: FindingChange[] };
  checks: { mended: string[]; broken: string[] };
  config: { field: keyof ImageStart; before: string; after: string }[];
  licences: { added: string[]; removed: string[] };
  /** Whether both were scanned with the same databases. */
  sameDatabases: boolean;
  /** What became worse by the change itself. */
  regressions: string[];
}

/** A comparison, and the runs that it is of. */
export interface Compared {
  comparison: Comparison;
  before: RunReport;
  after: RunReport;
}
