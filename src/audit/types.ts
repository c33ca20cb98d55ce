import type { Texts } from '../packages/types.ts';
import type { Severity } from '../plan/types.ts';
import type { Check, Image } from '../report/types.ts';

export type Verdict = 'needed' | 'unnecessary' | 'unknown';

/** Where a package comes from; `runtime` and `toolchain` are of languages, and no package manager installed them. */
type PartType =
  | 'deb'
  | 'apk'
  | 'python'
  | 'node'
  | 'go'
  | 'rust'
  | 'java'
  | 'runtime'
  | 'toolchain';

/** Something of an image that has a name and a version of its own. */
export interface Part {
  /** Two parts of one image never share it. */
  id: string;
  name: string;
  version: string;
  type: PartType;
  purl: string;
  license?: string;
  /** Paths of its files, without a leading slash. */
  files: string[];
  /** Bytes of those files. */
  size: number;
  /** The file that says it is there. */
  path: string;
  /** Ids of the parts that it asks for. */
  depends: string[];
  /** Names it stands for besides its own. */
  provides?: readonly string[];
}

/** Why something is needed or is not, in words. */
export interface Judgement {
  verdict: Verdict;
  why: string;
}

/** A finding, as far as a list of packages shows it. */
export interface PartFinding {
  id: string;
  severity: Severity;
  fixedVersion?: string;
}

export interface AuditPackage extends Judgement {
  name: string;
  version: string;
  type: string;
  purl?: string;
  /** Bytes. */
  size: number;
  license?: string;
  path?: string;
  /** Absent where nothing was scanned. */
  findings?: PartFinding[];
}

export interface AuditLayer {
  digest: string;
  /** Bytes, compressed and as a tar. */
  size: number;
  uncompressed: number;
  /** The line of history that made it. */
  createdBy: string;
  /** Whether it is one of the base's, where that can be told. */
  base: boolean;
}

export interface AuditBase {
  /** As the image or its system says it: `Debian 13`. */
  name: string;
  /** What says so. */
  how: string;
  layers: number;
}

export type SeverityCounts = Partial<Record<Severity, number>>;

export interface Savings {
  packages: number;
  /** Bytes of files that only unnecessary packages have. */
  bytes: number;
  /** Bytes of all files of the image. */
  of: number;
  /** Findings that go with them; absent where nothing was scanned. */
  findings?: SeverityCounts;
}

export interface Grade {
  letter: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  points: number;
  /** What took points, most first. */
  lost: { points: number; why: string }[];
}

export interface AuditReport {
  schemaVersion: 1;
  image: Omit<Image, 'layers' | 'layout' | 'base' | 'config'> & { base?: AuditBase };
  layers: AuditLayer[];
  /** The command of the program that stays, without shells and wrappers before it. */
  starts: string[];
  packages: AuditPackage[];
  savings: Savings;
  grade: Grade;
  checks: Check[];
  /** What could not be looked at, in words. */
  gaps: string[];
  /** Absent where it could not be told what the image runs; `gaps` says why. */
  spec?: { text: string; language: string; notes: string[] };
  /** Whether scanners looked at the image. */
  scanned: boolean;
}

export type { Texts };
