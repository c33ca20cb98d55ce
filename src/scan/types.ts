import type { FileLedger } from '../inspect/ledger/types.ts';
import type { Severity } from '../plan/types.ts';

/** One advisory that concerns one package of the image. */
export interface Finding {
  id: string;
  aliases: string[];
  package: string;
  version: string;
  purl?: string;
  severity: Severity;
  /** The highest CVSS v3 base score any source gives. */
  cvss?: number;
  /** It is in CISA's list of those known to be exploited. Grype knows this, Trivy does not. */
  kev?: true;
  /** How likely it is exploited within 30 days, 0 to 1, as FIRST estimates. Grype's again. */
  epss?: number;
  fixedVersion?: string;
  /** The day the first fix was there, YYYY-MM-DD. Grype knows it of many findings, Trivy of none. */
  fixDate?: string;
  title?: string;
  url?: string;
  /** Debian, Go, Python and so on, as the scanner names the target's type. */
  type: string;
  /** The file in the image that holds or lists the package. */
  path?: string;
  /** The diffID of the layer the package is in. */
  layer?: string;
  /** The one whose words these are. */
  scanner: string;
  /** All that reported it. */
  scanners?: string[];
}

/** Two scanners that say different things of one vulnerability of one package. */
export interface Disagreement {
  id: string;
  package: string;
  version: string;
  about: 'finding' | 'fixedVersion' | 'severity';
  /** By scanner. */
  says: Record<string, string>;
  /** The likely one. */
  cause: string;
}

/** `class` says which kind of advisories it is matched with: the distribution's or a language's. */
export interface SeenPackage {
  name: string;
  version: string;
  class: 'os' | 'app';
  type: string;
  purl?: string;
  path?: string;
  /** As the package says them: names of SPDX, expressions, or words of its own. */
  licences?: string[];
  /** Names it is known by in advisories, where no package manager has it. */
  cpe?: string;
  /** The purls of packages of the same program or list that it asks for. */
  dependsOn?: string[];
  /** Not built by the distribution, so the scanner matches none of its advisories with it. */
  thirdParty?: true;
}

/** A package of the app that must be in the image. `type`: `go`, `node`, `python`, … No version: any. */
export interface ExpectedPackage {
  name: string;
  version: string;
  type: string;
}

/** A secret in a file, or in the config when it has no path. What it says is nowhere. */
export interface Secret {
  path?: string;
  line: number;
  /** What kind it is, in the scanner's words. */
  title: string;
}

/** What one scanner saw and found. */
export interface ScanReport {
  scanner: { name: string; version: string };
  image: { configDigest: string; diffIds: string[] };
  /** `unknown`: the scanner has nothing of that release, such as one of the future. */
  os?: { family: string; version: string; endOfLife: boolean; unknown?: true };
  /** When the database was made, by its own word. Trivy does not say it. */
  databaseBuilt?: string;
  packages: SeenPackage[];
  findings: Finding[];
  /** Absent when the scanner does not look for any. */
  secrets?: Secret[];
}

/** What one scanner saw and found in a project's lock files. */
export type SourceReport = Pick<ScanReport, 'scanner' | 'packages' | 'findings'>;

/** The advisory database a scan used. `digest` is that of the OCI manifest it came in. */
export interface Database {
  ref: string;
  digest: string;
  /** RFC 3339. */
  updatedAt: string;
}

/** Proof of what the scan looked at; a scan counts only when nothing is missing from it. */
export interface Coverage {
  os?: { family: string; version: string };
  /** `seen` counts all that was seen by any scanner, also those nobody expected. */
  packages: { expected: number; seen: number; missing: string[] };
  /** Whose every file of the image is. */
  files: FileLedger;
  /** Of each scanner on its own, where there are several. */
  scanners?: { name: string; packages: { seen: number; missing: string[] } }[];
  /** Reasons why the scan cannot be trusted; empty means it can. */
  gaps: string[];
}
